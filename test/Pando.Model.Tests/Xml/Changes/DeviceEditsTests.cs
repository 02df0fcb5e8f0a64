using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Xml;
using Pando.Model.Xml.Changes;

namespace Pando.Model.Tests.Xml.Changes;

/// <summary>Devices that come to a definition, leave it, and are found in it.</summary>
public sealed class DeviceEditsTests
{
    private const string Card = "<interface type='user'><mac address='52:54:00:00:00:01'/></interface>";

    private static DomainDefinition Machine(string devices) => DomainXml.Read($"""
        <domain type='kvm'><name>one</name><metadata><x:kept xmlns:x='urn:x'>as  it is</x:kept></metadata><memory>65536</memory><vcpu>1</vcpu>
        <os><type>hvm</type></os><devices>{devices}</devices></domain>
        """);

    private static DomainDefinition With(string devices, string device) =>
        DeviceEdits.Unnamed(DeviceEdits.Attach(Machine(devices), DeviceText.Read(device)));

    [Theory]
    [MemberData(nameof(ExampleDevices))]
    public void Every_device_of_the_examples_goes_and_comes_back(string example, string alias)
    {
        var all = Named(example);
        var text = DeviceEdits.TextOf(all, alias);
        var without = DeviceEdits.Without(all, [alias]);
        Assert.Null(DeviceEdits.ByAlias(without, alias));
        var with = DeviceEdits.Attach(without, text);
        Assert.Equal(DeviceEdits.ByAlias(all, alias), DeviceEdits.ByAlias(with, alias));
        Assert.Equal(all.Devices.All().ToHashSet(), with.Devices.All().ToHashSet());
        Assert.Equal(all.Metadata, with.Metadata);
        Assert.Equal(DeviceEdits.ByAlias(all, alias), Assert.Single(DeviceEdits.Only(all, [alias]).All()));
    }

    public static TheoryData<string, string> ExampleDevices()
    {
        var data = new TheoryData<string, string>();
        foreach (var name in ExampleDefinitions.Names())
        {
            // Others may stand on a display of SPICE: it does not go alone.
            // One of each kind is enough of an example: the last, for of some kinds the first is special.
            foreach (var device in Named(name).Devices.All().Where(device => device.Alias is not null && device is not SpiceGraphics).GroupBy(device => device.GetType()).Select(kind => kind.Last()))
            {
                data.Add(name, device.Alias!.Value.Name);
            }
        }
        return data;
    }

    /// <summary>The example with a name of ours for every device that has none.</summary>
    private static DomainDefinition Named(string example)
    {
        var root = HostileXml.Read(ExampleDefinitions.Text(example));
        var number = 0;
        foreach (var device in root.Element("devices")?.Elements().Where(device => device.Name != "emulator" && device.Name != "audio" && device.Name != "lease" && device.Name != "redirfilter" && device.Attribute("model")?.Value != "none") ?? [])
        {
            System.Xml.Linq.Extensions.Remove(device.Elements("alias"));
            device.Add(new System.Xml.Linq.XElement("alias", new System.Xml.Linq.XAttribute("name", $"ua-{number++}")));
        }
        return DomainXml.Read(root.ToString());
    }

    [Fact]
    public void A_device_that_a_definition_may_not_have_is_refused_like_one_in_it()
    {
        var refusal = Assert.Throws<CallerException>(() => With("<disk type='file'><source file='/a'/><target dev='vda'/></disk>", "<disk type='file'><source file='/b'/><target dev='vda'/></disk>"));
        Assert.Equal(ErrorCodes.Definition.Duplicate, refusal.Code);
    }

    [Theory]
    [InlineData("<emulator>/usr/bin/qemu</emulator>", "definition.unsupported")]
    [InlineData("<domain/>", "definition.unsupported")]
    [InlineData("<disk type='file'", "definition.malformed")]
    [InlineData("<disk type='file'><source file='/a'/><target dev='vda'/><nonsense/></disk>", "definition.unsupported")]
    public void What_is_no_device_is_refused(string xml, string code) =>
        Assert.Equal(code, Assert.Throws<CallerException>(() => DeviceText.Read(xml)).Code.Name);

    [Fact]
    public void A_card_is_found_by_its_address_however_else_it_is_written()
    {
        var machine = Machine($"{Card}<interface type='user'><mac address='52:54:00:00:00:02'/></interface>");
        var left = DeviceEdits.Detach(machine, DeviceText.Read("<interface type='user'><mac address='52:54:00:00:00:01'/><model type='e1000'/></interface>"));
        Assert.Equal("52:54:00:00:00:02", Assert.Single(left.Devices.Interfaces).Mac.ToString());
    }

    [Fact]
    public void A_disk_is_found_by_its_target()
    {
        var machine = Machine("<disk type='file'><source file='/a'/><target dev='vda' bus='virtio'/></disk><disk type='file'><source file='/b'/><target dev='vdb' bus='virtio'/></disk>");
        var left = DeviceEdits.Detach(machine, DeviceText.Read("<disk type='file'><source file='/other'/><target dev='vdb'/></disk>"));
        Assert.Equal("vda", Assert.Single(left.Devices.Disks).TargetName);
    }

    [Fact]
    public void What_has_nothing_that_tells_it_is_found_by_all_that_is_written()
    {
        var machine = Machine("<rng model='virtio'><backend model='builtin'/></rng><rng model='virtio'><rate bytes='5'/><backend model='builtin'/></rng>");
        var left = DeviceEdits.Detach(machine, DeviceText.Read("<rng model='virtio'><rate bytes='5'/><backend model='builtin'/></rng>"));
        Assert.Null(Assert.Single(left.Devices.Rngs).Rate);
        Assert.Equal(ErrorCodes.Domain.DeviceAmbiguous, Assert.Throws<CallerException>(
            () => DeviceEdits.Detach(machine, DeviceText.Read("<rng model='virtio'><backend model='builtin'/></rng>"))).Code);
        Assert.Equal(ErrorCodes.Domain.NoSuchDevice, Assert.Throws<CallerException>(
            () => DeviceEdits.Detach(machine, DeviceText.Read("<rng model='virtio'><rate bytes='6'/><backend model='builtin'/></rng>"))).Code);
    }

    [Fact]
    public void An_update_keeps_the_place_and_the_name_that_it_does_not_mention()
    {
        var machine = Machine("<interface type='user'><mac address='52:54:00:00:00:01'/><alias name='ua-card'/><address type='pci' bus='0x00' slot='0x05' function='0x0'/></interface>");
        var updated = DeviceEdits.Update(machine, DeviceText.Read("<interface type='user'><mac address='52:54:00:00:00:01'/><link state='down'/></interface>"));
        var card = Assert.Single(updated.Devices.Interfaces);
        Assert.False(card.LinkUp);
        Assert.Equal((machine.Devices.Interfaces[0].Alias, machine.Devices.Interfaces[0].Address), (card.Alias, card.Address));
    }
}
