using Pando.Host.Confinement;
using Pando.Model.Domains.Devices;
using Pando.Model.Xml;

namespace Pando.Host.Tests.Confinement;

/// <summary>How much a machine's QEMU may lock: the guest's memory as often as devices of the host reach it, and 1 GiB beside.</summary>
public sealed class LockedMemoryTests
{
    private const string Card = "<hostdev mode='subsystem' type='pci'><source><address domain='0' bus='{0}' slot='0' function='0'/></source></hostdev>";
    private const string Drive = "<disk type='nvme' device='disk'><source type='pci' managed='yes' namespace='1'><address domain='0' bus='9' slot='0' function='0'/></source><target dev='vda' bus='virtio'/></disk>";

    [Theory]
    [InlineData("", null)]
    [InlineData("1", 2048)]
    [InlineData("1 2", 2048)]
    [InlineData("1 iommu", 2048)]
    [InlineData("1 2 iommu", 3072)]
    [InlineData("nvme", 2048)]
    [InlineData("1 2 nvme", 3072)]
    public void Each_table_of_addresses_counts(string devices, int? mebibytes)
    {
        string xml = string.Concat(devices.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static device => device switch
        {
            "iommu" => "<iommu model='intel'><driver intremap='on' caching_mode='on'/></iommu>",
            "nvme" => Drive,
            _ => Card.Replace("{0}", device, StringComparison.Ordinal),
        }));
        var machine = DomainXml.Read($"""
            <domain type='kvm'><name>vm</name><memory unit='MiB'>1024</memory><vcpu>1</vcpu>
            <os><type arch='x86_64' machine='q35'>hvm</type></os><features><ioapic driver='qemu'/></features><devices>{xml}</devices></domain>
            """);

        Assert.Equal((ulong?)mebibytes << 20, LockedMemory.BytesOf(machine));
    }
}
