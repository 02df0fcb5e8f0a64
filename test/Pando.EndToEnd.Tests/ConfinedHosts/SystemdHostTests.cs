using Pando.Testing;

namespace Pando.EndToEnd.Tests.ConfinedHosts;

/// <summary>pandod as it is packaged, under systemd: its unit, its user, its directories, and the scopes of its machines.</summary>
[Trait("Speed", "Slow")]
public sealed class SystemdHostTests : IAsyncLifetime
{
    private const string Init = """
        #!/bin/busybox sh
        export PATH=/bin HOME=/
        /bin/busybox --install -s /bin
        mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t devtmpfs devtmpfs /dev
        while read -r module; do insmod "$module"; done < /modules.list
        mkdir /debian
        until mount -t ext4 /dev/vda3 /debian; do sleep 0.2; done
        for one in usr lib lib64; do cp -a /$one/. /debian/$one/; done
        mkdir -p /debian/usr/share/dotnet; cp -a /dotnet/. /debian/usr/share/dotnet/
        cp -a /script /vm.xml /vm.raw /shared.raw /debian/
        umount /proc /sys /dev
        exec switch_root /debian /sbin/init
        """;

    /// <summary>The test's own: runs the script on the console.</summary>
    private static readonly string ProofUnit = $"""
        [Unit]
        After=dbus.service
        [Service]
        Type=oneshot
        ExecStart=/bin/sh /script
        ExecStopPost=/bin/echo {ConfinedHost.End}
        StandardOutput=tty
        StandardError=tty
        TTYPath=/dev/ttyS0
        TimeoutStartSec=infinity
        """;

    private const string Script = """
        export TERM=dumb LC_ALL=C.UTF-8 SYSTEMD_PAGER=cat SYSTEMD_COLORS=0 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
        of() { systemctl show -p $2 --value "$1" | tr '\n' ' '; }
        state() { echo "$1: $(systemctl is-active pandod) $(pidof qemu-system-x86_64 | sed "s/^$qemu\$/same/") $(pando list | grep -c running)"; }
        # As the package does when it is installed.
        systemd-sysusers; systemd-tmpfiles --create /usr/lib/tmpfiles.d/pando.conf
        systemctl start pandod
        echo "started: $? $(systemctl is-active pandod) $(of pandod StatusText)"
        pando define /vm.xml; pando start vm
        qemu=$(pidof qemu-system-x86_64)
        scope=$(sed -n 's/.*\(machine-pando-[^/]*scope\).*/\1/p' /proc/$qemu/cgroup)
        echo "scope: $(of $scope ActiveState)$(of $scope Slice)$(of $scope Delegate)$(sed -n 's/^0:://p' /proc/$qemu/cgroup)"
        group=/sys/fs/cgroup/machine.slice/$scope/machine
        echo "limits: $(cat $group/memory.max $group/cpu.weight $group/io.weight | tr '\n' ' ')"
        echo "user: $(stat -c %U /proc/$qemu) $(cat /proc/$qemu/attr/current)"
        pando dominfo vm
        pando check
        systemctl restart pandod; state restarted
        pando schedinfo vm --set cpu_shares=512 --live
        echo "tuned: $(cat $group/cpu.weight)"
        systemctl kill -s KILL pandod
        until [ "$(systemctl show -p NRestarts --value pandod)" -ge 1 ] && systemctl is-active -q pandod; do sleep 0.5; done; state killed
        systemctl stop pandod; echo "stopped: $(pidof qemu-system-x86_64 | sed "s/^$qemu\$/same/") $(systemctl is-active $scope)"
        systemctl start pandod; pando destroy vm
        echo "ended: $(systemctl is-active $scope)$(ls -d /sys/fs/cgroup/machine.slice/*pando* 2>/dev/null)."
        echo "failed: $(systemctl --failed --plain --no-legend | grep pando)."
        journalctl -u pandod --no-pager | tail -30
        """;

    private ConfinedHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ConfinedHost.OpenAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_packaged_unit_starts_restarts_and_leaves_its_guests_running()
    {
        const string tuning = "<memtune><hard_limit unit='MiB'>900</hard_limit></memtune><blkiotune><weight>300</weight></blkiotune><cputune><shares>2048</shares></cputune>";
        // Nothing that a server would wait for, and the console is the script's.
        string[] masked = ["serial-getty@ttyS0.service", "ssh.service", "ssh-hostkey.service", "systemd-networkd.socket", "systemd-networkd.service", "systemd-resolved.service"];
        string arguments = "cloud-init=disabled systemd.show_status=no " + string.Join(' ', masked.Select(static unit => $"systemd.mask={unit}"));
        string said = await _host.RunOnDebianAsync(Init, Script, arguments, [.. await FilesAsync(), ConfinedHostFiles.Machine("vm", tuning)]);

        Assert.Contains("started: 0 active 0 machines, 0 of them running", said, StringComparison.Ordinal);
        Assert.Matches("scope: active machine.slice yes /machine.slice/machine-pando-[-0-9a-f]+.scope/machine", said);
        Assert.Contains("limits: 943718400 200 default 300 \n", said, StringComparison.Ordinal);
        Assert.Matches("user: pando-qemu pando-[-0-9a-f]+ \\(enforce\\)", said);
        Assert.Matches("Confined by: .*control group machine-pando-[-0-9a-f]+.scope", said);
        Assert.DoesNotMatch("(warn|fail)  Groups of machines", said);

        Assert.Contains("restarted: active same 1\n", said, StringComparison.Ordinal);
        Assert.Contains("tuned: 50\n", said, StringComparison.Ordinal);
        Assert.Contains("killed: active same 1\n", said, StringComparison.Ordinal);
        Assert.Contains("stopped: same active\n", said, StringComparison.Ordinal);
        Assert.Contains("ended: inactive.\n", said, StringComparison.Ordinal);
        Assert.Contains("failed: .\n", said, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<GuestFile>> FilesAsync()
    {
        string packaging = Path.Combine(Programs.Repository, "packaging");
        return
        [
            new GuestFile("usr/bin/pandod", Programs.Shipped("pandod"), Executable: true),
            new GuestFile("usr/bin/pando", Programs.Shipped("pando"), Executable: true),
            .. await DotnetInGuest.NativeAsync("/usr/sbin/apparmor_parser"),
            new GuestFile("usr/lib/systemd/system/pandod.service", Path.Combine(packaging, "systemd", "pandod.service")),
            new GuestFile("usr/lib/sysusers.d/pando.conf", Path.Combine(packaging, "sysusers.d", "pando.conf")),
            new GuestFile("usr/lib/tmpfiles.d/pando.conf", Path.Combine(packaging, "tmpfiles.d", "pando.conf")),
            // The guest has no ICU.
            GuestFile.OfText("usr/lib/systemd/system/pandod.service.d/invariant.conf", "[Service]\nEnvironment=PANDOD_QEMU_START_LIMIT=5min\nEnvironment=DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1\n"),
            GuestFile.OfText("usr/lib/systemd/system/proof.service", ProofUnit),
            GuestFile.OfText("usr/lib/systemd/system/multi-user.target.d/proof.conf", "[Unit]\nWants=proof.service\n"),
        ];
    }
}
