using System.Globalization;
using System.Text.RegularExpressions;
using Pando.Linux.Files;
using Pando.TestNamespaces;

namespace Pando.EndToEnd.Tests.Faults;

/// <summary>Everything that an instance has on its host: machines, trash, images, files with their owners, and what <see cref="HostTraces"/> has. One line for each thing.</summary>
internal static partial class Traces
{
    /// <summary>As it is now; files of stores and locks, whose content is the daemon's own affair, left out.</summary>
    public static Task<string> TracesAsync(this Instance instance) => instance.TracesAsync(network: null);

    /// <summary>As it is now, with the devices of a network of the test's own.</summary>
    public static async Task<string> TracesAsync(this Instance instance, NamedNetwork? network)
    {
        var ct = TestContext.Current.CancellationToken;
        var lines = new List<string>();
        foreach (var machine in await instance.Client.ListMachinesAsync(cancellationToken: ct))
        {
            lines.Add($"machine {machine.Name} {machine.State.Phase}");
        }
        foreach (var item in await instance.Client.ListTrashAsync(ct))
        {
            lines.Add($"trash {item.Name} with {item.Files.Count} files");
        }
        foreach (var volume in await instance.Client.ListVolumesAsync("default", ct))
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"volume {volume.Name} of {volume.CapacityBytes}"));
        }
        foreach (var image in await instance.Client.ListImagesAsync(ct))
        {
            lines.Add($"image {image.Name}");
        }
        lines.AddRange(Files(instance.Root));
        lines.AddRange(HostTraces.Of(instance, network));
        // Put in order without the ids: with them it would be another one each time. What there are several of is told with its number: one too many must show.
        return string.Join('\n', lines.Select(static line => GivenId().Replace(line, "ID")).CountBy(static line => line)
            .Select(static line => line.Value == 1 ? line.Key : string.Create(CultureInfo.InvariantCulture, $"{line.Key} ({line.Value} times)"))
            .Order(StringComparer.Ordinal));
    }

    /// <summary>A uuid, an item of the trash, or the maker in the name of an image's file: another one each time.</summary>
    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=/)[0-9a-f]{12}(?=[/ \n]|$)|(?<=\\.)[0-9a-f]{12}(?=\\.qcow2)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GivenId();

    /// <summary>Waits until it is one of <paramref name="wanted"/>, with a limit; answers null, or what differs from the first.</summary>
    public static Task<string?> DifferenceAsync(this Instance instance, params string[] wanted) => instance.DifferenceAsync(network: null, wanted);

    /// <inheritdoc cref="DifferenceAsync(Instance, string[])"/>
    public static async Task<string?> DifferenceAsync(this Instance instance, NamedNetwork? network, params string[] wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var now = await instance.TracesAsync(network);
            if (wanted.Contains(now))
            {
                return null;
            }
            try
            {
                // Files and processes tell nobody that they went.
                await Task.Delay(50, limit.Token);
            }
            catch (OperationCanceledException)
            {
                var (was, become) = (wanted[0].Split('\n'), now.Split('\n'));
                return string.Join("; ", was.Except(become).Select(line => $"missing: {line}").Concat(become.Except(was).Select(line => $"left: {line}")));
            }
        }
    }

    /// <summary>What lies in the folders that an instance works in, without stores and locks.</summary>
    public static IEnumerable<FileSystemInfo> Entries(string root) =>
        new[] { "lib", "run" }.SelectMany(folder => new DirectoryInfo(Path.Combine(root, folder)).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
            .Where(static entry => !IsDaemonsOwn(entry.Name));

    /// <summary>Whether it is a store or a lock, whose content is the daemon's own affair.</summary>
    public static bool IsDaemonsOwn(string name) => name.Contains(".db", StringComparison.Ordinal) || name is "pandod.pid" or "pandod.lock";

    private static IEnumerable<string> Files(string root) =>
        Entries(root)
            // The folders of all machines stay from the first start on.
            .Where(entry => Path.GetRelativePath(root, entry.FullName) is not
                ("run/domains" or "run/confinement" or "run/confinement/view" or "lib/marks" or "lib/memory" or "lib/tpm" or "lib/save"))
            .Select(entry => Line(root, entry));

    /// <summary>What is told of a file or a folder.</summary>
    public static string Line(string root, FileSystemInfo entry) => entry is FileInfo file
        ? string.Create(CultureInfo.InvariantCulture, $"file {Path.GetRelativePath(root, file.FullName)} {Size(file)} {Owner(file)}")
        : $"folder {Path.GetRelativePath(root, entry.FullName)} {Owner(entry)}";

    /// <summary>Whose it is, who may use it, and what a grant or a label says besides.</summary>
    private static string Owner(FileSystemInfo entry) => FileStatus.TryOf(entry.FullName) is not { } status
        ? "gone"
        : string.Create(CultureInfo.InvariantCulture, $"{status.Uid}:{status.Gid} {Convert.ToString((int)status.Mode, 8)}");

    // A socket and what has gone meanwhile have no length.
    // What a machine is saved in is as long as its guest makes it, and has a folder from the first time on. A process's number has more
    // digits later on.
    private static long Size(FileInfo file) => !file.Exists || file.Extension is ".save" or ".pid" ? 0 : file.Name == "live.json" ? Said(file) : file.Length;

    /// <summary>How much is in it apart from numbers and ids: of these one run has more digits, or other ones, than another.</summary>
    private static long Said(FileInfo file)
    {
        try
        {
            return File.ReadAllText(file.FullName).Count(letter => !char.IsAsciiHexDigit(letter) && letter is not ('.' or '+'));
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
