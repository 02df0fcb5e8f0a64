using System.Diagnostics;
using Pando.Model.Errors;
using Pando.Networks.Dnsmasq;

namespace Pando.Networks.Tests.Dnsmasq;

/// <summary>What dnsmasq is told, and that the real one takes it.</summary>
public sealed class DnsmasqConfigurationTests
{
    private const string Whole =
        """
        <network xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0'>
          <name>lab</name><uuid>5b0b3a0e-0f6f-4a0e-9f2f-3d6a5d2b8c11</uuid>
          <forward mode='nat'/>
          <bridge name='virbr9'/>
          <domain name='lab.test' localOnly='yes'/>
          <dns forwardPlainNames='no'>
            <forwarder addr='192.0.2.53'/>
            <forwarder domain='corp.test' addr='192.0.2.54'/>
            <txt name='about' value='a lab'/>
            <srv service='ldap' protocol='tcp' domain='lab.test' target='dc.lab.test' port='389' priority='1' weight='5'/>
            <host ip='192.168.9.2'><hostname>gw</hostname><hostname>router</hostname></host>
          </dns>
          <ip address='192.168.9.1' netmask='255.255.255.0' localPtr='yes'>
            <dhcp>
              <range start='192.168.9.100' end='192.168.9.199'><lease expiry='2' unit='hours'/></range>
              <host mac='52:54:00:00:00:09' name='web' ip='192.168.9.10'/>
              <bootp file='pxelinux.0'/>
            </dhcp>
          </ip>
          <ip family='ipv6' address='fd00:9::1' prefix='64'>
            <dhcp><range start='fd00:9::100' end='fd00:9::1ff'/><host id='00:04:58:fd' name='six' ip='fd00:9::10'/></dhcp>
          </ip>
          <dnsmasq:options><dnsmasq:option value='dhcp-option=option:ntp-server,192.0.2.1'/></dnsmasq:options>
        </network>
        """;

    private static readonly DnsmasqFiles Files = new("/lib/lab", "/run/lab/dnsmasq.pid");

    [Fact]
    public void Everything_that_is_asked_for_is_told()
    {
        var told = Of(Whole);
        string[] wanted =
        [
            "interface=virbr9", "bind-dynamic", "except-interface=lo", "domain-needed", "no-resolv", "server=192.0.2.53", "server=/corp.test/192.0.2.54",
            "local=/lab.test/", "domain=lab.test", "expand-hosts", "local=/9.168.192.in-addr.arpa/", "txt-record=about,\"a lab\"",
            "srv-host=_ldap._tcp.lab.test,dc.lab.test,389,1,5", "dhcp-range=192.168.9.100,192.168.9.199,255.255.255.0,7200s", "dhcp-boot=pxelinux.0",
            "dhcp-range=fd00:9::100,fd00:9::1ff,64", "enable-ra", "dhcp-lease-max=358", "dhcp-option=option:ntp-server,192.0.2.1",
        ];
        Assert.Empty(wanted.Except(told.Main));
        Assert.DoesNotContain(told.Main, static line => line.StartsWith("ra-param", StringComparison.Ordinal));
        Assert.Equal(["52:54:00:00:00:09,192.168.9.10,web", "id:00:04:58:fd,[fd00:9::10],six"], told.Hosts);
        Assert.Equal(["192.168.9.2 gw router"], told.Names);
    }

    [Fact]
    public void Nobody_is_given_a_way_out_of_an_isolated_network()
    {
        var told = Of(
            "<network><name>lab</name><bridge name='virbr9'/><ip address='10.1.0.1' prefix='24'><dhcp><range start='10.1.0.2' end='10.1.0.9'/></dhcp></ip>"
            + "<ip family='ipv6' address='fd00:9::1' prefix='64'/></network>");
        Assert.Contains("dhcp-option=3", told.Main);
        Assert.Contains("ra-param=virbr9,0,0", told.Main);
        Assert.Contains("no-resolv", told.Main);
    }

    [Fact]
    public void An_IPv6_address_without_dhcp_is_announced() =>
        Assert.Contains("dhcp-range=fd00:9::,ra-only", Of("<network><name>lab</name><bridge name='virbr9'/><ip family='ipv6' address='fd00:9::1' prefix='64'/></network>").Main);

    [Fact]
    public void Without_names_no_port_is_listened_on() =>
        Assert.Contains("port=0", Of("<network><name>lab</name><bridge name='virbr9'/><dns enable='no'/><ip address='10.1.0.1' prefix='24'/></network>").Main);

    [Fact]
    public void A_value_of_two_lines_is_refused() => Assert.Equal(
        ErrorCodes.Network.CannotServe,
        Assert.Throws<CallerException>(() => Of(
            "<network xmlns:dnsmasq='http://libvirt.org/schemas/network/dnsmasq/1.0'><name>lab</name><bridge name='virbr9'/><ip address='10.1.0.1' prefix='24'/>"
            + "<dnsmasq:options><dnsmasq:option value='a&#10;dhcp-script=/bin/evil'/></dnsmasq:options></network>")).Code);

    [Fact]
    public async Task The_real_dnsmasq_takes_it()
    {
        var folder = Directory.CreateTempSubdirectory("pando-dnsmasq-");
        try
        {
            var files = new DnsmasqFiles(Path.Combine(folder.FullName, "lab"), Path.Combine(folder.FullName, "pid"));
            files.Write(DnsmasqConfiguration.Of(KnownNetworks.Active(Whole).Definition, files));
            using var test = Process.Start(new ProcessStartInfo("dnsmasq", ["--test", $"--conf-file={files.Main}"]) { RedirectStandardError = true })!;
            var words = await test.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await test.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(test.ExitCode == 0, words);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static DnsmasqConfiguration Of(string xml) => DnsmasqConfiguration.Of(KnownNetworks.Active(xml).Definition, Files);
}
