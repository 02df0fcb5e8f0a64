using Pando.EndToEnd.Tests.Networks;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Libvirt.Comparison;

/// <summary>
/// The same script of virsh's verbs against pandod and against the distribution's libvirtd: what ends well ends well, what
/// fails is the same kind of mistake, what is shown has the same shape. <c>differences.txt</c> lists where not, with the
/// reason; it holds what is true, so what is mended leaves it. PANDO_UPDATE=1 writes it anew and keeps the reasons.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class VirshComparisonTests
{
    private const int LeastVerbs = 120;

    private static readonly string Folder = Path.Combine(Programs.Repository, "test", "Pando.EndToEnd.Tests", "Libvirt", "Comparison");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Virsh_cannot_tell_it_from_a_libvirtd()
    {
        var script = (await File.ReadAllLinesAsync(Path.Combine(Folder, "verbs.txt"), Ct)).Where(line => line.Length > 0 && line[0] != '#').ToList();
        Assert.True(script.Select(line => line.Split(' ')[0]).Distinct().Count() >= LeastVerbs);

        var (ours, theirs) = await RunBothAsync(script);
        var found = Found(ours, theirs);
        var file = Path.Combine(Folder, "differences.txt");
        var written = await ReadAsync(file);
        if (Environment.GetEnvironmentVariable("PANDO_UPDATE") == "1")
        {
            await File.WriteAllLinesAsync(file, found.Select(one => $"{one.Key} # {written.GetValueOrDefault(one.Key, "?")}"), Ct);
            return;
        }
        var unexplained = found.Where(one => written.GetValueOrDefault(one.Key, "?") == "?").Select(one => $"{one.Key}\n{one.Value}").ToList();
        Assert.True(unexplained.Count == 0, string.Join("\n\n", unexplained));
        Assert.Empty(written.Keys.Except(found.Keys));
    }

    private static async Task<(IReadOnlyList<ComparedAnswer> Ours, IReadOnlyList<ComparedAnswer> Theirs)> RunBothAsync(IReadOnlyList<string> script)
    {
        await using var libvirtd = await StockLibvirtd.RequireAsync(ownNetwork: true);
        await using var host = await NetworkedInstance.StartAsync();
        await host.InsideAsync("ip", "link", "set", "lo", "up");
        var answers = await Task.WhenAll(
            new ComparedSide(new Virsh(host.Pando.Root), Path.Combine(host.Pando.Root, "compared"), 77).RunAsync(script),
            new ComparedSide(Virsh.At(libvirtd.Socket), Path.Combine(libvirtd.Folder, "compared"), 78).RunAsync(script));
        return (answers[0], answers[1]);
    }

    /// <summary>The lines that differ, each with its kind of difference and its turn among equal lines.</summary>
    private static Dictionary<string, string> Found(IReadOnlyList<ComparedAnswer> ours, IReadOnlyList<ComparedAnswer> theirs)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var turns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (our, their) in ours.Zip(theirs))
        {
            var turn = turns[our.Line] = turns.GetValueOrDefault(our.Line) + 1;
            if (our.DifferenceTo(their) is { } difference)
            {
                found[$"{difference}: {our.Line}{(turn > 1 ? $" ({turn})" : "")}"] =
                    $"pandod: {our.Status}\n{our.Output}{our.Errors}\nlibvirtd: {their.Status}\n{their.Output}{their.Errors}";
            }
        }
        return found;
    }

    private static async Task<Dictionary<string, string>> ReadAsync(string file) => File.Exists(file)
        ? (await File.ReadAllLinesAsync(file, Ct)).Select(line => line.Split(" # ", 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal)
        : new Dictionary<string, string>(StringComparer.Ordinal);
}
