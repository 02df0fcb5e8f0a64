using System.Globalization;
using System.Text;

namespace Pando.EndToEnd.Tests.Libvirt.Comparison;

/// <summary>One of the two that are compared: what virsh says to each line of the script.</summary>
/// <param name="virsh">virsh against it.</param>
/// <param name="folder">Where the files that the script names are.</param>
/// <param name="number">Told apart by it where both would want the same of the host: bridges and addresses.</param>
internal sealed class ComparedSide(Virsh virsh, string folder, int number)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Makes the files, and has every line answered in turn.</summary>
    public async Task<IReadOnlyList<ComparedAnswer>> RunAsync(IReadOnlyList<string> script)
    {
        await PrepareAsync();
        var answers = new List<ComparedAnswer>();
        foreach (var line in script)
        {
            var (status, output, errors) = await virsh.TryAsync([.. Words(In(line))]);
            answers.Add(new ComparedAnswer(line, status, Out(output), Out(errors)));
        }
        return answers;
    }

    private string In(string line) =>
        line.Replace("{dir}", folder, StringComparison.Ordinal).Replace("{n}", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private string Out(string said) => said.Replace(folder, "{dir}", StringComparison.Ordinal).Replace(virsh.Uri, "{uri}", StringComparison.Ordinal);

    private async Task PrepareAsync()
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in ComparedFiles.All)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), In(text), Ct);
        }
        foreach (var image in (string[])["a.qcow2", "b.qcow2"])
        {
            await HostCommand.RunAsync("qemu-img", "create", "-q", "-f", "qcow2", Path.Combine(folder, image), "1M");
        }
    }

    /// <summary>The words of a line, as a shell would take them apart: quotes keep spaces.</summary>
    private static IEnumerable<string> Words(string line)
    {
        var word = new StringBuilder();
        var (quote, any) = ('\0', false);
        foreach (var sign in line)
        {
            if (quote != '\0' ? sign == quote : sign is '"')
            {
                (quote, any) = (quote == '\0' ? sign : '\0', true);
            }
            else if (sign == ' ' && quote == '\0')
            {
                if (any)
                {
                    yield return word.ToString();
                }
                word.Clear();
                any = false;
            }
            else
            {
                word.Append(sign);
                any = true;
            }
        }
        if (any)
        {
            yield return word.ToString();
        }
    }
}
