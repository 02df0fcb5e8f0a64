using Pando.Testing;

namespace Pando.EndToEnd.Tests.ConfinedHosts;

/// <summary>
/// A Debian whose network pandod changes, and which is started anew without pandod: the program that brings up its network makes of what
/// Pando wrote the bridge, the bond and the VLAN, with the addresses, and they carry packets.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class RebootedNetworkTests : IAsyncLifetime
{
    // The disk stays, and with it what lies on it: all is put there once.
    private const string Init = """
        #!/bin/busybox sh
        export PATH=/bin HOME=/
        /bin/busybox --install -s /bin
        mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t devtmpfs devtmpfs /dev
        while read -r module; do insmod "$module"; done < /modules.list
        mkdir /debian
        until mount -t ext4 /dev/vda3 /debian; do sleep 0.2; done
        if [ ! -e /debian/script ]; then
            for one in usr lib lib64; do cp -a /$one/. /debian/$one/; done
            mkdir -p /debian/usr/share/dotnet; cp -a /dotnet/. /debian/usr/share/dotnet/
            # NetworkManager takes no profile that others may read.
            [ -d /put/etc/NetworkManager ] && chmod 600 /put/etc/NetworkManager/system-connections/*
            cp -a /put/. /debian/; cp -a /script /debian/
        fi
        umount /proc /sys /dev
        exec switch_root /debian /sbin/init
        """;

    private const string Unit = """
        [Unit]
        After=dbus.service
        [Service]
        Type=oneshot
        ExecStart=/bin/sh /script
        StandardOutput=tty
        StandardError=tty
        TTYPath=/dev/ttyS0
        TimeoutStartSec=infinity
        """;

    private const string Devices = """
        <interface type='user'><mac address='52:54:00:0a:00:00'/><ip family='ipv4' address='192.0.2.0' prefix='24'/><model type='virtio'/></interface>
        <interface type='user'><mac address='52:54:00:0a:00:01'/><ip family='ipv4' address='198.51.100.0' prefix='24'/><model type='virtio'/></interface>
        <interface type='user'><mac address='52:54:00:0a:00:02'/><ip family='ipv4' address='198.51.100.0' prefix='24'/><model type='virtio'/></interface>
        """;

    private static readonly string Script = $$"""
        export TERM=dumb LC_ALL=C.UTF-8 SYSTEMD_PAGER=cat SYSTEMD_COLORS=0 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
        at() { ip -4 -o address show to $1 | awk '{ print $4, $2 }' | tr '\n' ' '; }
        comes() { for try in $(seq 240); do [ -n "$(at $1)" ] && return; sleep 0.5; done; echo "$1 did not come"; }
        change() { pando host network "$@" && pando host network confirm; }
        reaches() { for try in $(seq 20); do ping -c 1 -W 3 $1 > /dev/null && echo yes && return; done; echo no; }
        state() {
            echo "$1 bridge: $(at 192.0.2.10)over $(ls /sys/class/net/br0/brif), way $(ip -4 route show default | awk '{ print $3, $5 }'), reaches $(reaches 192.0.2.2)"
            echo "$1 bond: $(at 198.51.100.10)$(cat /sys/class/net/pair/bonding/mode), over $(tr ' ' '\n' < /sys/class/net/pair/bonding/slaves | sort | xargs), reaches $(reaches 198.51.100.2)"
            echo "$1 addresses: $(cat /sys/class/net/br0/address /sys/class/net/pair/address | tr '\n' ' ')"
            echo "$1 vlan: $(grep pair.20 /proc/net/vlan/config | tr -s ' ') $(cat /sys/class/net/pair.20/operstate)"
        }
        if [ ! -e /changed ]; then
            systemd-sysusers; systemd-tmpfiles --create /usr/lib/tmpfiles.d/pando.conf
            comes 192.0.2.10; comes 198.51.100.10
            systemctl start pandod || journalctl -u pandod --no-pager
            change bridge br0 eth0; change bond pair eth1 eth2; change vlan pair 20
            state first
            touch /changed
            sync
            systemctl --no-block reboot
            exit
        fi
        comes 192.0.2.10; comes 198.51.100.10
        state second
        echo "pandod: $(systemctl is-active pandod)"
        ip address; systemctl list-units --plain --no-legend systemd-networkd.service networking.service NetworkManager.service; systemctl --failed --plain --no-legend
        echo {{ConfinedHost.End}}
        """;

    private ConfinedHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ConfinedHost.OpenAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Networkd_brings_up_what_was_written_for_it() => AssertStays("systemd-networkd.service", await RunAsync(
        [],
        Network("eth0", "Address=192.0.2.10/24", "Gateway=192.0.2.2", "IPv6AcceptRA=no"), Network("eth1", "Address=198.51.100.10/24", "IPv6AcceptRA=no"), Network("eth2", "LinkLocalAddressing=no")));

    [Fact]
    public async Task Ifupdown_brings_up_what_was_written_for_it() => AssertStays("networking.service", await RunAsync(
        ["systemd-networkd.socket", "systemd-networkd.service"],
        [
            GuestFile.OfText("put/etc/network/interfaces", """
                auto lo
                iface lo inet loopback

                auto eth0
                iface eth0 inet static
                    address 192.0.2.10/24
                    gateway 192.0.2.2

                auto eth1
                iface eth1 inet static
                    address 198.51.100.10/24

                auto eth2
                iface eth2 inet manual

                """),
            .. (await DotnetInGuest.NativeAsync("/usr/sbin/ifup")).Select(InUsr), .. InPackage("ifupdown"),
            GuestFile.OfText("put/usr/lib/systemd/system/multi-user.target.d/ifupdown.conf", "[Unit]\nWants=networking.service\n"),
            // What is for others than the network's devices is not there, and its folders are.
            .. ((string[])["if-up.d", "if-down.d", "if-pre-up.d", "if-post-down.d", "interfaces.d"]).Select(static folder => GuestFile.OfText($"put/etc/network/{folder}/.keep", string.Empty)),
        ]));

    [Fact]
    public async Task NetworkManager_brings_up_what_was_written_for_it()
    {
        var ct = TestContext.Current.CancellationToken;
        var (manager, neighbours) = (await DebianPackage.GetAsync("network-manager", ct), await DebianPackage.GetAsync("libndp0", ct));
        AssertStays("NetworkManager.service", await RunAsync(
            ["systemd-networkd.socket", "systemd-networkd.service"],
            [
                .. manager.Files("put"), .. neighbours.Files("put"), .. (await manager.LibrariesAsync("usr/sbin/NetworkManager", neighbours)).Select(InUsr),
                GuestFile.OfText("put/usr/lib/systemd/system/multi-user.target.d/manager.conf", "[Unit]\nWants=NetworkManager.service\n"),
                Profile("eth0", "method=manual\naddress1=192.0.2.10/24,192.0.2.2"), Profile("eth1", "method=manual\naddress1=198.51.100.10/24"), Profile("eth2", "method=disabled"),
                // The image's own is for networkd.
                GuestFile.OfText("put/etc/systemd/network/90-dhcp.network", "[Match]\nName=none\n"),
            ]));
    }

    private static GuestFile Profile(string card, string addresses) => GuestFile.OfText(
        $"put/etc/NetworkManager/system-connections/{card}.nmconnection", $"[connection]\nid={card}\nuuid={Guid.NewGuid()}\ntype=ethernet\ninterface-name={card}\n\n[ipv4]\n{addresses}\n\n[ipv6]\nmethod=disabled\n");

    private static void AssertStays(string unit, string said)
    {
        // A bond's cards lose their carriers for a moment, and who watches devices gives them their addresses once more until it reads its files
        // (the guide says so): of the first network the bridge is looked at alone.
        Assert.Contains("first bridge: 192.0.2.10/24 br0 over eth0, way 192.0.2.2 br0, reaches yes\n", said, StringComparison.Ordinal);
        Assert.Contains("second bridge: 192.0.2.10/24 br0 over eth0, way 192.0.2.2 br0, reaches yes\n", said, StringComparison.Ordinal);
        Assert.Contains("second bond: 198.51.100.10/24 pair active-backup 1, over eth1 eth2, reaches yes\n", said, StringComparison.Ordinal);
        Assert.Contains("second vlan: pair.20 | 20 | pair up\n", said, StringComparison.Ordinal);
        // Neighbours know them by these, and so does who lends them an address.
        foreach (var when in (string[])["first", "second"])
        {
            Assert.Contains($"{when} addresses: 52:54:00:0a:00:00 52:54:00:0a:00:01 \n", said, StringComparison.Ordinal);
        }
        Assert.Matches($"{unit} +loaded activ(e|ating)", said);
        Assert.Contains("pandod: inactive\n", said, StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(IEnumerable<string> off, params IEnumerable<GuestFile> files)
    {
        IEnumerable<string> masked = ["serial-getty@ttyS0.service", "ssh.service", "ssh-hostkey.service", "systemd-resolved.service", .. off];
        var arguments = "cloud-init=disabled systemd.show_status=no net.ifnames=0 " + string.Join(' ', masked.Select(static unit => $"systemd.mask={unit}"));
        var packaging = Path.Combine(Programs.Repository, "packaging");
        return await _host.RunOnDebianAsync(
            Init, Script, arguments,
            [
                new GuestFile("usr/bin/pandod", Programs.Shipped("pandod"), Executable: true),
                new GuestFile("usr/bin/pando", Programs.Shipped("pando"), Executable: true),
                new GuestFile("usr/lib/systemd/system/pandod.service", Path.Combine(packaging, "systemd", "pandod.service")),
                new GuestFile("usr/lib/sysusers.d/pando.conf", Path.Combine(packaging, "sysusers.d", "pando.conf")),
                new GuestFile("usr/lib/tmpfiles.d/pando.conf", Path.Combine(packaging, "tmpfiles.d", "pando.conf")),
                // The guest has no ICU.
                GuestFile.OfText("usr/lib/systemd/system/pandod.service.d/invariant.conf", "[Service]\nEnvironment=DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1\n"),
                GuestFile.OfText("usr/lib/systemd/system/proof.service", Unit),
                GuestFile.OfText("usr/lib/systemd/system/multi-user.target.d/proof.conf", "[Unit]\nWants=proof.service\n"),
                .. files,
            ],
            ["virtio_net", "bridge", "8021q", "bonding"], Devices);
    }

    private static GuestFile Network(string card, params string[] lines) =>
        GuestFile.OfText($"put/etc/systemd/network/50-{card}.network", $"[Match]\nName={card}\n\n[Network]\n{string.Join('\n', lines)}\n");

    // In Debian's image /sbin and /lib are names of folders below /usr.
    private static GuestFile InUsr(GuestFile file) => file with { Path = file.Path.StartsWith("usr/", StringComparison.Ordinal) ? file.Path : "usr/" + file.Path };

    private static IEnumerable<GuestFile> InPackage(string package)
    {
        var list = $"/var/lib/dpkg/info/{package}.list";
        Assert.True(File.Exists(list), $"{package} is not installed.");
        return File.ReadAllLines(list)
            .Where(static file => File.Exists(file) && (file.StartsWith("/lib/", StringComparison.Ordinal) || file.StartsWith("/usr/lib/", StringComparison.Ordinal)))
            .Select(static file => InUsr(DotnetInGuest.InPlace(file)));
    }
}
