using Pando.TestNamespaces;

namespace Pando.EndToEnd.Tests.Generated;

/// <summary>
/// A pandod that may be asked for anything: it has a network of its own and a root directory of its own, into which files may be
/// written by any name, and sees none of the host's PCI devices.
/// </summary>
internal static class WalledInstance
{
    public static async Task<Instance> StartAsync(string folder, CancellationToken cancellationToken)
    {
        OwnNetwork.Require();
        var wrapper = Path.Combine(folder, "pandod");
        // The program takes the place of all that goes before it: its number is the daemon's.
        await File.WriteAllTextAsync(wrapper, $$"""
            #!/bin/sh
            exec unshare --net --mount -- sh -euc '
            mount -t sysfs sysfs /sys
            mount -t tmpfs -o size=1m,mode=755 none /sys/bus/pci
            ip link set lo up
            mount -t tmpfs -o size=64m,mode=755 none "$1"
            for entry in /*; do
              if [ -L "$entry" ]; then cp -P "$entry" "$1"
              elif [ -d "$entry" ]; then mkdir "$1$entry"; mount --rbind "$entry" "$1$entry"
              fi
            done
            mkdir "$1/.old"
            cd "$1"
            shift
            pivot_root . .old
            umount -l /.old
            exec "$@"
            ' - {{Directory.CreateDirectory(Path.Combine(folder, "root")).FullName}} {{Programs.Pandod}} "$@"
            """, cancellationToken);
        File.SetUnixFileMode(wrapper, (UnixFileMode)0x1ed);
        return await Instance.StartAsync(program: wrapper, cancellationToken: cancellationToken);
    }
}
