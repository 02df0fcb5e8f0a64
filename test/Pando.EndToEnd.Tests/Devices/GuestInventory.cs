using Pando.Testing;

namespace Pando.EndToEnd.Tests.Devices;

/// <summary>What a guest's kernel has found, one device a line.</summary>
internal static class GuestInventory
{
    /// <summary>Drivers without which a device is only a place on a bus.</summary>
    public static IReadOnlyList<string> Drivers { get; } =
    [
        "button", "virtio_pci", "virtio_blk", "virtio_scsi", "sd_mod", "sr_mod", "virtio_net", "virtio-rng", "virtio_console", "virtio_balloon", "virtio_input",
    ];

    /// <summary>The program that prints it.</summary>
    public static GuestFile Program { get; } = GuestFile.OfText(
        "bin/inventory",
        """
        #!/bin/sh
        text() { word=; read -r word 2>/dev/null <"$1"; echo "$word"; }
        cd /sys
        for one in bus/pci/devices/*; do echo "pci $(text $one/vendor) $(text $one/device) ${one##*/}"; done
        for one in bus/virtio/devices/*; do echo "virtio $(text $one/device)"; done
        for one in bus/acpi/devices/*; do echo "acpi ${one##*/}"; done
        for one in block/[svh]d* block/sr*; do [ -e $one ] && echo "block ${one##*/} $(text $one/size) $(text $one/serial)"; done
        for one in class/net/*; do echo "net $(text $one/address) $(text $one/mtu)"; done
        for one in class/virtio-ports/*; do [ -e $one ] && echo "port $(text $one/name)"; done
        for one in class/input/input*; do [ -e $one ] && echo "input $(text $one/name)"; done
        for one in class/tty/ttyS*; do [ "$(text $one/type)" != 0 ] && echo "tty ${one##*/} $(text $one/port)"; done
        for one in class/tpm/*; do [ -e $one ] && echo "tpm $(text $one/tpm_version_major)"; done
        echo "rng $(text class/misc/hw_random/rng_available)"
        echo "cpus $(grep -c ^processor /proc/cpuinfo)"
        echo "memory $(ls -d devices/system/memory/memory[0-9]* | wc -l)"

        """,
        executable: true);

    /// <summary>Asks for it until all that is expected is there, for a kernel finds some devices later than it has a shell; sorted.</summary>
    public static async Task<string> TakeAsync(GuestConsole guest, IReadOnlyList<KeptDevice> expected)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Instance.Limit);
        while (true)
        {
            var lines = (await guest.AskAsync("inventory")).Split('\n');
            var missing = expected.Where(device => !lines.Any(line => line.StartsWith(device.Seen, StringComparison.Ordinal))).Select(device => device.Seen).ToList();
            var all = string.Join('\n', lines.Order(StringComparer.Ordinal));
            if (missing.Count == 0)
            {
                return all;
            }
            Assert.False(limit.IsCancellationRequested, $"The guest does not see {string.Join(", ", missing)}, but:\n{all}");
        }
    }
}
