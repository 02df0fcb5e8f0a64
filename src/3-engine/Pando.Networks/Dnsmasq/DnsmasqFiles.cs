using Pando.Model;
using Pando.Model.Networks;

namespace Pando.Networks.Dnsmasq;

/// <summary>The files of one network's server. Its leases survive a reboot of the host.</summary>
internal sealed record DnsmasqFiles(string Folder, string Pid)
{
    // dnsmasq reads its lists again as a user without rights.
    private const UnixFileMode OthersPass =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const UnixFileMode OthersRead = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static DnsmasqFiles Of(InstancePaths paths, NetworkId id) => new(paths.NetworkServer(id), Path.Combine(paths.NetworkRun(id), "dnsmasq.pid"));

    public string Main => Path.Combine(Folder, "dnsmasq.conf");

    public string Hosts => Path.Combine(Folder, "hosts");

    public string Names => Path.Combine(Folder, "names");

    public string Leases => Path.Combine(Folder, "leases");

    public void Write(DnsmasqConfiguration configuration)
    {
        foreach (var folder in new[] { Path.GetDirectoryName(Folder)!, Folder })
        {
            Directory.CreateDirectory(folder, OthersPass);
            File.SetUnixFileMode(folder, OthersPass);
        }
        Write(Main, configuration.Main);
        Write(Hosts, configuration.Hosts);
        Write(Names, configuration.Names);
    }

    /// <summary>Whether this is what was written last.</summary>
    public bool Hold(DnsmasqConfiguration configuration) =>
        Is(Main, configuration.Main) && Is(Hosts, configuration.Hosts) && Is(Names, configuration.Names);

    private static bool Is(string path, IReadOnlyList<string> lines) => File.Exists(path) && File.ReadAllLines(path).SequenceEqual(lines, StringComparer.Ordinal);

    private static void Write(string path, IReadOnlyList<string> lines)
    {
        var temporary = path + ".new";
        File.WriteAllLines(temporary, lines);
        File.SetUnixFileMode(temporary, OthersRead);
        File.Move(temporary, path, overwrite: true);
    }
}
