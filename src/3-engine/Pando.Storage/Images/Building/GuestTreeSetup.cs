using System.Collections.Immutable;
using Pando.Linux.Files;
using Pando.Storage.Programs;

namespace Pando.Storage.Images.Building;

/// <summary>Makes of an unpacked Debian a guest: what it mounts, runs and doesn't, and nothing in it that each guest needs its own of.</summary>
internal sealed class GuestTreeSetup(ProgramRunner programs, DebianRecipe recipe)
{
    public async Task RunAsync(string treePath, string sources, CancellationToken cancellationToken)
    {
        await Task.Run(() => Write(treePath, sources), cancellationToken);
        await programs.RunAsync(
            new ProgramRun("chroot", [treePath, "systemctl", "--quiet", "enable", .. recipe.EnabledUnits], "Enabling the guest's services")
            {
                Environment = ImmutableDictionary<string, string>.Empty.Add("SYSTEMD_OFFLINE", "1"),
            }, cancellationToken);
    }

    private void Write(string treePath, string sources)
    {
        using var root = Folder.Open(treePath);
        var tree = new GuestTree(root);
        // Settings of the build itself, and the mirrors under the name that Debian uses.
        tree.Remove("etc/apt/apt.conf.d", static name => name.EndsWith("mmdebstrap", StringComparison.Ordinal));
        tree.Remove("etc/dpkg/dpkg.cfg.d", static name => name.EndsWith("mmdebstrap", StringComparison.Ordinal));
        tree.Remove("etc/apt/sources.list.d", static _ => true);
        tree.Remove("etc/apt", static name => name is "sources.list");
        tree.Write("etc/apt/sources.list.d/debian.sources", sources);
        // What tells one guest from another is made on its first boot: an empty machine-id says that it is to be.
        tree.Remove("etc/ssh", static name => name.StartsWith("ssh_host_", StringComparison.Ordinal));
        tree.Remove("var/lib/dbus", static name => name is "machine-id");
        tree.Write("etc/machine-id", "");
        tree.Remove("var/lib/systemd", static name => name is "random-seed");
        foreach (var logs in (ReadOnlySpan<string>)["var/log", "var/log/apt", "var/cache/apt"])
        {
            tree.Remove(logs, static _ => true);
        }
        tree.Remove("var/cache/debconf", static name => name.EndsWith("-old", StringComparison.Ordinal));
        tree.Remove("", static name => name.EndsWith(".old", StringComparison.Ordinal));
        tree.Link("etc/resolv.conf", "../run/systemd/resolve/stub-resolv.conf");
        foreach (var unit in recipe.MaskedUnits)
        {
            tree.Link("etc/systemd/system/" + unit, "/dev/null");
        }
        foreach (var (path, content) in GuestFiles.All())
        {
            tree.Write(path, content);
        }
    }
}
