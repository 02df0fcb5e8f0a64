using System.Xml.Linq;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Libvirt;

/// <summary>The host's devices by Debian's virsh, beside Debian's libvirtd on the same host.</summary>
[Trait("Speed", "Slow")]
public sealed class VirshNodeDeviceTests : IAsyncLifetime
{
    private Instance _pando = null!;
    private Virsh _virsh = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _pando = await Instance.StartAsync(cancellationToken: Ct);
        _virsh = new Virsh(_pando.Root);
    }

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task They_are_told_as_libvirtd_tells_them()
    {
        await using var libvirtd = await StockLibvirtd.RequireAsync();
        var stock = Virsh.At(libvirtd.Socket);
        var names = Steady(await stock.RunAsync("nodedev-list"));
        Assert.Equal(names, Steady(await _virsh.RunAsync("nodedev-list")));
        Assert.Contains("computer", names);
        foreach (var name in names)
        {
            Assert.Equal(Compared(await stock.RunAsync("nodedev-dumpxml", name)), Compared(await _virsh.RunAsync("nodedev-dumpxml", name)));
            Assert.Equal(await stock.RunAsync("nodedev-info", name), await _virsh.RunAsync("nodedev-info", name));
        }
        foreach (var kind in (string[])["system", "pci", "net", "storage", "usb_device", "scsi_host", "mdev"])
        {
            Assert.Equal(Steady(await stock.RunAsync("nodedev-list", "--cap", kind)), Steady(await _virsh.RunAsync("nodedev-list", "--cap", kind)));
        }
        Assert.Equal(await stock.RunAsync("nodedev-list", "--inactive"), await _virsh.RunAsync("nodedev-list", "--inactive"));
        Assert.Equal(await stock.TryAsync("nodedev-dumpxml", "none"), await _virsh.TryAsync("nodedev-dumpxml", "none"));
    }

    /// <summary>Those that no test beside makes and takes away.</summary>
    private static List<string> Steady(string list) =>
        [.. list.Split('\n').Select(name => name.Trim()).Where(name => !name.StartsWith("net_", StringComparison.Ordinal) || name.StartsWith("net_lo_", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>What a card's driver can do for it libvirt asks by ethtool's calls; Pando does not.</summary>
    private static string Compared(string xml)
    {
        var device = VirshCapabilitiesTests.Read(xml);
        device.Descendants("feature").Remove();
        foreach (var empty in device.DescendantsAndSelf().Where(element => !element.HasElements && string.IsNullOrWhiteSpace(element.Value)))
        {
            empty.RemoveNodes();
        }
        return device.ToString();
    }
}
