using System.Diagnostics;
using Pando.Linux.Networking;
using Pando.Model.Errors;
using Pando.Networks.HostNetwork;
using Pando.Networks.HostNetwork.Configuration;
using Pando.Networks.HostNetwork.Devices;

namespace Pando.Networks.Tests.HostNetwork;

/// <summary>What is written of a change, for each who configures hosts, and that it is taken back to the letter.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private const long Mac = 0x525400000001;
    private static readonly HostNetworkChange Bridge = new(HostNetworkAction.Bridge, "br0", ["eth0"]);
    private static readonly HostNetworkChange Vlan = new(HostNetworkAction.Vlan, "eth0.20", ["eth0"]) { Vlan = 20 };

    private static readonly HostNetworkChange Bond = new(HostNetworkAction.Bond, "bond0", ["eth0", "eth1"])
    {
        Bond = new BondSettings { Mode = BondMode.Lacp, MiimonMilliseconds = 50, LacpFast = true, HashPolicy = BondHashPolicy.Layer34 },
    };

    private const string Interfaces =
        """
        source /etc/network/interfaces.d/*

        auto lo
        iface lo inet loopback

        # The way out.
        allow-hotplug eth0
        iface eth0 inet static
        	address 192.0.2.10/24
        	gateway 192.0.2.1
        	# Names.
        	dns-nameservers 192.0.2.53
        	up ip route add 10.1.0.0/16 via 192.0.2.3 dev eth0
        	up ethtool -K eth0 tso off

        iface eth0 inet6 auto
        # The end.

        """;

    private readonly string _root = Directory.CreateTempSubdirectory("pando-host-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Ifupdown_has_the_bridge_where_the_card_was()
    {
        var file = Put("etc/network/interfaces", Interfaces);
        await WrittenAndTakenBackAsync(new IfupdownConfiguration(), Bridge, () =>
        {
            Assert.Equal(
                """
                source /etc/network/interfaces.d/*

                auto lo
                iface lo inet loopback

                # The way out.
                allow-hotplug eth0
                iface eth0 inet manual
                    up ethtool -K eth0 tso off

                auto br0
                iface br0 inet static
                    address 192.0.2.10/24
                    gateway 192.0.2.1
                    dns-nameservers 192.0.2.53
                    up ip route add 10.1.0.0/16 via 192.0.2.3 dev br0
                    pre-up ip link show dev br0 >/dev/null 2>&1 || ip link add name br0 address 52:54:00:00:00:01 type bridge stp_state 0 forward_delay 0
                    pre-up ip link set dev eth0 up master br0
                    post-down ip link delete dev br0

                iface br0 inet6 auto
                # The end.

                """,
                File.ReadAllText(file));
            Assert.Equal(Interfaces, File.ReadAllText(ConfigurationFiles.BackupOf(file)));
            Assert.Equal(["br0", "lo"], Listed(file, "--list", "-a").Order(StringComparer.Ordinal));
            Assert.Contains("address: 192.0.2.10", Listed(file, "br0"));
            Assert.DoesNotContain("address: 192.0.2.10", Listed(file, "eth0"));
        });
    }

    [Fact]
    public async Task Ifupdown_has_a_VLAN_and_a_bond_and_lends_by_DHCP_to_it()
    {
        Put("etc/network/interfaces", "source-directory interfaces.d\n");
        var file = Put("etc/network/interfaces.d/cards", "auto eth0 eth1\niface eth0 inet dhcp\niface eth1 inet manual\n");
        await WrittenAndTakenBackAsync(new IfupdownConfiguration(), Vlan, () => Assert.Equal(
            """
            auto eth0 eth1
            iface eth0 inet dhcp

            auto eth0.20
            iface eth0.20 inet manual
                pre-up ip link show dev eth0.20 >/dev/null 2>&1 || ip link add link eth0 name eth0.20 type vlan id 20
                post-down ip link delete dev eth0.20
            iface eth1 inet manual

            """,
            File.ReadAllText(file)));
        await WrittenAndTakenBackAsync(new IfupdownConfiguration(), Bond, () =>
        {
            Assert.Equal(
                """
                auto eth0 eth1
                iface eth0 inet manual

                auto bond0
                iface bond0 inet dhcp
                    pre-up ip link show dev bond0 >/dev/null 2>&1 || ip link add name bond0 address 52:54:00:00:00:01 type bond mode 802.3ad miimon 50 xmit_hash_policy layer3+4 lacp_rate fast
                    pre-up ip link set dev eth0 down
                    pre-up ip link set dev eth0 master bond0
                    pre-up ip link set dev eth1 down
                    pre-up ip link set dev eth1 master bond0
                    post-down ip link delete dev bond0
                iface eth1 inet manual

                """,
                File.ReadAllText(file));
            Assert.Contains("bond0", Listed(file, "--list", "-a"));
        });
    }

    [Fact]
    public async Task Ifupdown_does_not_read_the_copy_of_what_was()
    {
        var main = Put("etc/network/interfaces", "source interfaces.d/*\n");
        var file = Put("etc/network/interfaces.d/cards", "auto eth0\niface eth0 inet static\n    address 192.0.2.10/24\n");
        await WrittenAndTakenBackAsync(new IfupdownConfiguration(), Bridge, () =>
        {
            Assert.True(File.Exists(ConfigurationFiles.BackupOf(file)));
            Assert.Contains("address: 192.0.2.10", Listed(main, "br0"));
            Assert.DoesNotContain("address: 192.0.2.10", Listed(main, "eth0"));
        });
    }

    [Fact]
    public async Task Networkd_has_files_before_the_administrators()
    {
        Put("run/systemd/netif/state", string.Empty);
        Put("etc/systemd/network/20-wired.network", "[Match]\nName=eth* !eth9\n\n[Link]\nMTUBytes=1400\n\n[Network]\n# Lent.\nDHCP=yes\nVLAN=eth0.7\n\n[DHCPv4]\nRouteMetric=10\n\n[Route]\nDestination=10.0.0.0/8\n\n[Route]\nDestination=10.9.0.0/16\n");
        await WrittenAndTakenBackAsync(new NetworkdConfiguration(), Bridge, () =>
        {
            Is("etc/systemd/network/10-pando-br0.netdev", "# Written by Pando.\n[NetDev]\nName=br0\nKind=bridge\nMACAddress=52:54:00:00:00:01\n\n[Bridge]\nSTP=no\nForwardDelaySec=0\n");
            Is("etc/systemd/network/10-pando-br0.network", "# Written by Pando.\n[Match]\nName=br0\n\n[Network]\nDHCP=yes\n\n[DHCPv4]\nRouteMetric=10\n\n[Route]\nDestination=10.0.0.0/8\n\n[Route]\nDestination=10.9.0.0/16\n");
            Is("etc/systemd/network/10-pando-br0-eth0.network", "# Written by Pando.\n[Match]\nName=eth0\n\n[Network]\nBridge=br0\nLinkLocalAddressing=no\nVLAN=eth0.7\n");
        });
        await WrittenAndTakenBackAsync(new NetworkdConfiguration(), Vlan, () =>
        {
            Is("etc/systemd/network/10-pando-eth0.20.netdev", "# Written by Pando.\n[NetDev]\nName=eth0.20\nKind=vlan\n\n[VLAN]\nId=20\n");
            Is("etc/systemd/network/20-wired.network.d/pando-eth0.20.conf", "# Written by Pando.\n[Network]\nVLAN=eth0.20\n");
        });
        await WrittenAndTakenBackAsync(new NetworkdConfiguration(), Bond, () =>
        {
            Is("etc/systemd/network/10-pando-bond0.netdev", "# Written by Pando.\n[NetDev]\nName=bond0\nKind=bond\nMACAddress=52:54:00:00:00:01\n\n[Bond]\nMode=802.3ad\nMIIMonitorSec=50ms\nTransmitHashPolicy=layer3+4\nLACPTransmitRate=fast\n");
            Is("etc/systemd/network/10-pando-bond0-eth1.network", "# Written by Pando.\n[Match]\nName=eth1\n\n[Network]\nBond=bond0\nLinkLocalAddressing=no\n");
        });
    }

    [Fact]
    public async Task NetworkManager_has_profiles_that_go_before_the_administrators_and_only_root_reads()
    {
        Directory.CreateDirectory(Path.Combine(_root, "run/NetworkManager"));
        Put("etc/NetworkManager/system-connections/wired.nmconnection", "[connection]\nid=Wired\nuuid=0b6b1f0e-0000-4000-8000-000000000001\ntype=ethernet\ninterface-name=eth0\n\n[ethernet]\nmtu=1400\n\n[ipv4]\naddress1=192.0.2.10/24,192.0.2.1\nmethod=manual\n\n[ipv6]\nmethod=auto\n");
        await WrittenAndTakenBackAsync(new NetworkManagerConfiguration(), Bridge, () =>
        {
            var bridge = Path.Combine(_root, "etc/NetworkManager/system-connections/pando-br0.nmconnection");
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(bridge));
            Assert.Equal(
                "# Written by Pando.\n[connection]\nid=pando-br0\nUUID\ntype=bridge\ninterface-name=br0\nautoconnect=true\nautoconnect-priority=100\n\n[bridge]\nmac-address=52:54:00:00:00:01\nstp=false\n\n"
                + "[ipv4]\naddress1=192.0.2.10/24,192.0.2.1\nmethod=manual\n\n[ipv6]\nmethod=auto\n",
                WithoutUuid(bridge));
            Assert.Equal(
                "# Written by Pando.\n[connection]\nid=pando-br0-eth0\nUUID\ntype=ethernet\ninterface-name=eth0\nautoconnect=true\nautoconnect-priority=100\nmaster=br0\nslave-type=bridge\n\n[ethernet]\nmtu=1400\n",
                WithoutUuid(Path.Combine(_root, "etc/NetworkManager/system-connections/pando-br0-eth0.nmconnection")));
        });
        await WrittenAndTakenBackAsync(new NetworkManagerConfiguration(), Vlan, () => Assert.Contains(
            "[vlan]\nid=20\nparent=eth0\n\n[ipv4]\nmethod=disabled\n", WithoutUuid(Path.Combine(_root, "etc/NetworkManager/system-connections/pando-eth0.20.nmconnection")), StringComparison.Ordinal));
        await WrittenAndTakenBackAsync(new NetworkManagerConfiguration(), Bond, () =>
        {
            Assert.Contains("[bond]\nmode=802.3ad\nmiimon=50\nxmit_hash_policy=layer3+4\nlacp_rate=fast\n\n[ethernet]\ncloned-mac-address=52:54:00:00:00:01\n", WithoutUuid(Path.Combine(_root, "etc/NetworkManager/system-connections/pando-bond0.nmconnection")), StringComparison.Ordinal);
            Assert.Contains("master=bond0\nslave-type=bond\n", WithoutUuid(Path.Combine(_root, "etc/NetworkManager/system-connections/pando-bond0-eth1.nmconnection")), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Netplan_has_the_cards_addresses_in_a_file_of_Pandos()
    {
        var file = Put("etc/netplan/50-cloud-init.yaml",
            """
            network:
                version: 2
                ethernets:
                    eth0:
                        match:
                            macaddress: 52:54:00:00:00:01
                        addresses:
                        - 192.0.2.10/24
                        - "2001:db8::10/64"
                        routes:
                        -   to: default
                            via: 192.0.2.1
                        mtu: 1400
                        set-name: eth0
                    eth1:
                        dhcp4: true

            """);
        await WrittenAndTakenBackAsync(new NetplanConfiguration(), Bridge, () =>
        {
            Is("etc/netplan/50-cloud-init.yaml",
                """
                network:
                    version: 2
                    ethernets:
                        eth0:
                            match:
                                macaddress: 52:54:00:00:00:01
                            mtu: 1400
                            set-name: eth0
                            dhcp4: false
                            dhcp6: false
                            link-local: []
                        eth1:
                            dhcp4: true

                """);
            Is("etc/netplan/99-pando-br0.yaml",
                """
                # Written by Pando.
                network:
                  version: 2
                  bridges:
                    br0:
                      interfaces: [eth0]
                      macaddress: "52:54:00:00:00:01"
                      parameters:
                        stp: false
                        forward-delay: 0
                      addresses:
                      - 192.0.2.10/24
                      - "2001:db8::10/64"
                      routes:
                      -   to: default
                          via: 192.0.2.1

                """);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_root, "etc/netplan/99-pando-br0.yaml")));
            Generated(("br0", "Address=192.0.2.10/24", "Bridge="), ("eth0", "Bridge=br0", "Address=192.0.2.10/24"));
        });
        await WrittenAndTakenBackAsync(new NetplanConfiguration(), Vlan, () => Generated(("eth0", "VLAN=eth0.20", "Bridge=")));
        await WrittenAndTakenBackAsync(new NetplanConfiguration(), Bond, () =>
        {
            Assert.Contains("        lacp-rate: fast\n", File.ReadAllText(Path.Combine(_root, "etc/netplan/99-pando-bond0.yaml")), StringComparison.Ordinal);
            Generated(("bond0", "Address=192.0.2.10/24", "Bond="), ("eth0", "Bond=bond0", "Address=192.0.2.10/24"), ("eth1", "Bond=bond0", "DHCP=ipv4"));
        });
        File.WriteAllText(file, "network: {version: 2, ethernets: {eth0: {dhcp4: true}}}\n");
        Assert.Equal(ErrorCodes.HostNetwork.ConfigurationUnclear, Assert.Throws<CallerException>(() => new NetplanConfiguration().Edits(Wish(Bridge))).Code);
    }

    [Fact]
    public void A_host_that_configures_nothing_in_a_known_way_is_told_so()
    {
        Put("etc/network/interfaces", "auto lo\niface lo inet loopback\n");
        Put("etc/systemd/network/20-wired.network", "[Match]\nName=eth0\n");
        // systemd makes it on hosts of others, too.
        Directory.CreateDirectory(Path.Combine(_root, "run/systemd/netif/links"));
        foreach (var one in new IHostConfiguration[] { new IfupdownConfiguration(), new NetworkdConfiguration(), new NetworkManagerConfiguration(), new NetplanConfiguration() })
        {
            Assert.Null(one.Edits(Wish(Bridge)));
        }
    }

    [Fact]
    public async Task What_the_administrator_changed_meanwhile_is_left_alone_and_the_rest_stays_his()
    {
        var file = Put("etc/network/interfaces", Interfaces);
        var edits = new IfupdownConfiguration().Edits(Wish(Bridge))!;
        File.WriteAllText(file, Interfaces.Replace("192.0.2.10/24", "192.0.2.11/24", StringComparison.Ordinal));
        Assert.Equal(ErrorCodes.HostNetwork.ConfigurationChanged, (await Assert.ThrowsAsync<CallerException>(() => ConfigurationFiles.WriteAsync(edits, Ct))).Code);
        await ConfigurationFiles.TakeBackAsync(edits, Ct);
        Assert.Contains("192.0.2.11/24", File.ReadAllText(file), StringComparison.Ordinal);

        File.WriteAllText(file, Interfaces);
        await ConfigurationFiles.WriteAsync(edits, Ct);
        File.WriteAllText(file, File.ReadAllText(file).Replace("# The end.", "# The very end.", StringComparison.Ordinal));
        await ConfigurationFiles.WriteAsync([.. edits.Reverse().Select(static edit => edit.Reversed)], Ct);
        Assert.Equal(Interfaces.Replace("# The end.", "# The very end.", StringComparison.Ordinal), File.ReadAllText(file));
    }

    [Fact]
    public async Task Files_that_were_half_written_are_finished_or_taken_back()
    {
        Put("run/systemd/netif/state", string.Empty);
        Put("etc/systemd/network/20-wired.network", "[Match]\nName=eth0\n\n[Network]\nDHCP=yes\n");
        var edits = new NetworkdConfiguration().Edits(Wish(Bridge))!;
        var before = Files();
        await ConfigurationFiles.WriteAsync([edits[0]], Ct);
        await ConfigurationFiles.TakeBackAsync(edits, Ct);
        Assert.Equal(before, Files());
        await ConfigurationFiles.WriteAsync([edits[0]], Ct);
        await ConfigurationFiles.WriteAsync(edits, Ct);
        await ConfigurationFiles.WriteAsync(edits, Ct);
        Assert.Equal(before.Count + edits.Count, Files().Count);
    }

    private async Task WrittenAndTakenBackAsync(IHostConfiguration configuration, HostNetworkChange change, Action look)
    {
        var before = Files();
        var edits = configuration.Edits(Wish(change))!;
        Assert.Equal(before, Files());
        await ConfigurationFiles.WriteAsync(edits, Ct);
        look();
        await ConfigurationFiles.WriteAsync([.. edits.Reverse().Select(static edit => edit.Reversed)], Ct);
        Assert.Equal(before, Files());
    }

    private ConfigurationWish Wish(HostNetworkChange change) => new(
        _root, change, new DeviceState(change.Name) { Mac = change.Action == HostNetworkAction.Vlan ? null : Mac }, [.. change.Ports.Select(static port => new DeviceState(port) { Mac = Mac })]);

    private IReadOnlyList<string> Files() =>
    [
        .. Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories).Where(static file => !file.EndsWith(".before-pando", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(static file => file + "\n" + File.ReadAllText(file)),
    ];

    private string Put(string path, string content)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        return file;
    }

    private void Is(string path, string content) => Assert.Equal(content, File.ReadAllText(Path.Combine(_root, path)));

    private static string WithoutUuid(string file) => string.Join('\n', File.ReadAllLines(file).Select(static line => line.StartsWith("uuid=", StringComparison.Ordinal) ? "UUID" : line)) + "\n";

    /// <summary>What the real ifquery(8) reads of the file.</summary>
    private static string[] Listed(string file, params string[] arguments) => Said("ifquery", ["-i", file, .. arguments]).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The real netplan(8) takes what is there.</summary>
    private void Generated(params (string Device, string Has, string Lacks)[] devices)
    {
        Said("netplan", ["generate", "--root-dir", _root]);
        foreach (var (device, has, lacks) in devices)
        {
            var network = File.ReadAllText(Path.Combine(_root, $"run/systemd/network/10-netplan-{device}.network"));
            Assert.Contains(has, network, StringComparison.Ordinal);
            Assert.DoesNotContain(lacks, network, StringComparison.Ordinal);
        }
        // What it made of it is networkd's.
        Directory.Delete(Path.Combine(_root, "run"), recursive: true);
    }

    private static string Said(string program, IEnumerable<string> arguments)
    {
        var path = new[] { "/usr/sbin/", "/sbin/", "/usr/bin/" }.Select(folder => folder + program).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null && Environment.GetEnvironmentVariable("CI") is null, $"{program} is not installed.");
        Assert.NotNull(path);
        using var process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(Ct);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {error.GetAwaiter().GetResult()}");
        return output;
    }
}
