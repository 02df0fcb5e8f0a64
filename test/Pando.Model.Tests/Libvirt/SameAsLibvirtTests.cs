using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Xml;

namespace Pando.Model.Tests.Libvirt;

/// <summary>The examples, defined in the distribution's libvirt and here: the guest must see the same machine.</summary>
public class SameAsLibvirtTests(StockLibvirt libvirt) : IClassFixture<StockLibvirt>
{
    public static TheoryData<string> Examples => [.. ExampleDefinitions.Names()];

    [Theory, MemberData(nameof(Examples))]
    public void A_guest_sees_the_machine_libvirt_would_give_it(string name)
    {
        SkipWithoutLibvirt();
        Assert.True(libvirt.Defined.ContainsKey(name), libvirt.Complaints);

        var theirs = DomainXml.Read(libvirt.Defined[name]);
        var ours = TestHost.Normalised(DomainXml.Read(ExampleDefinitions.Text(name)), TestHost.AsLibvirt);

        Assert.Equal(Comparable(theirs), Comparable(ours));
    }

    [Theory, MemberData(nameof(Examples))]
    public void Libvirt_takes_what_was_normalised_here_and_changes_nothing(string name)
    {
        SkipWithoutLibvirt();
        Assert.True(libvirt.Redefined.ContainsKey(name), libvirt.Complaints);
        Assert.Equal(Comparable(DomainXml.Read(ExampleDefinitions.Golden(name)!)), Comparable(DomainXml.Read(libvirt.Redefined[name])));
    }

    private static void SkipWithoutLibvirt() => Assert.SkipUnless(
        StockLibvirt.IsInstalled || Environment.GetEnvironmentVariable("CI") is not null, "virsh and libvirt's QEMU driver are not installed.");

    // What differs on purpose, or in order only, is made the same on both sides.
    private static string Comparable(DomainDefinition definition)
    {
        var devices = definition.Devices;
        return DomainXml.Write(definition with
        {
            // The text is kept as it was written here; libvirt writes it anew.
            Metadata = [],
            Devices = devices with
            {
                // libvirt says where sound goes also of machines that make none.
                Audios = devices.Sounds.IsEmpty && devices.Audios.Count == 1 ? [] : devices.Audios,
                Controllers = devices.Controllers.Items.OrderBy(c => c.GetType().Name).ThenBy(c => c.Index).ThenBy(c => (c as UsbController)?.Model).ToEquatableArray(),
                Disks = devices.Disks.Items.OrderBy(disk => disk.TargetName, StringComparer.Ordinal).ToEquatableArray(),
                // libvirt leaves it to its configuration where a display listens, and to QEMU at which port a console is.
                Graphics = devices.Graphics.Items.Select(display => display with { Listens = display.Listens.Items.Select(listen => listen is AddressListen { Address: "127.0.0.1" } ? new AddressListen(null) : listen).ToEquatableArray() }).ToEquatableArray(),
                Consoles = devices.Consoles.Items.Select(console => console with { Address = null }).ToEquatableArray(),
            },
        }, new DomainXmlOptions { IncludeSecrets = true });
    }
}
