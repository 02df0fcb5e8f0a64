using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Tests.Generators;
using Pando.Model.Xml;

namespace Pando.Model.Tests.Domains.Addresses;

public class AddressStabilityTests
{
    // What a generator makes at random often has no place in any machine; then there is nothing to say about it.
    private static readonly Gen<DomainDefinition> Normalised = DefinitionGenerator.Asked.Select(Try).Where(made => made is not null).Select(made => made!);

    [Fact]
    public void Normalising_again_changes_nothing() =>
        Properties.Hold(Normalised, definition => Assert.Equal(definition, TestHost.Normalised(definition)));

    [Fact]
    public void A_place_that_was_asked_for_is_kept() =>
        Properties.Hold(DefinitionGenerator.Asked, asked =>
        {
            if (Try(asked) is { } made)
            {
                AssertKept(asked, made);
            }
        });

    [Fact]
    public void No_two_devices_get_the_same_place() =>
        Properties.Hold(Normalised, definition =>
        {
            var places = definition.Devices.All().Where(device => device.Address is not null and not UnassignedAddress)
                .Select(device => device.Address is DriveAddress ? $"{(device as DiskDevice)?.Bus ?? DiskBus.Scsi} {device.Address}" : $"{device.Address!.GetType().Name} {device.Address}").ToList();
            Assert.Equal(places.Distinct(), places);
        });

    [Fact]
    public void What_was_normalised_reads_as_it_was_written() =>
        Properties.Hold(Normalised, definition =>
            Assert.Equal(definition, DomainXml.Read(DomainXml.Write(definition, new DomainXmlOptions { IncludeSecrets = true }))));

    [Theory, InlineData("q35"), InlineData("pc")]
    public void A_definition_that_gains_devices_keeps_the_places_of_all_others(string machine)
    {
        var definition = TestHost.Normalised(Bare(machine));
        for (var i = 0; i < 60; i++)
        {
            var gained = TestHost.Normalised(WithOneMore(definition, i));
            AssertKept(definition, gained);
            definition = gained;
        }
    }

    [Theory, InlineData("q35"), InlineData("pc")]
    public void A_definition_that_loses_a_device_keeps_the_places_of_all_others(string machine)
    {
        var definition = TestHost.Normalised(Enumerable.Range(0, 12).Aggregate(Bare(machine), WithOneMore));
        var fewer = definition with { Devices = definition.Devices with { Disks = new(definition.Devices.Disks.Items.RemoveAt(1)) } };
        AssertKept(fewer, TestHost.Normalised(fewer));
    }

    private static void AssertKept(DomainDefinition before, DomainDefinition after)
    {
        var places = after.Devices.All().Select(device => device.Address).OfType<DeviceAddress>().Select(Place).ToHashSet();
        foreach (var (disk, same) in before.Devices.Disks.Items.Join(after.Devices.Disks, disk => disk.TargetName, disk => disk.TargetName, (disk, same) => (disk, same)))
        {
            Assert.True(disk.Address is null or UsbAddress { Port: null } || Place(disk.Address) == Place(same.Address!), $"{disk} became {same}");
        }
        foreach (var device in before.Devices.All().Where(device => device.Address is not null and not UsbAddress { Port: null }))
        {
            // The first of all consoles is the serial port when there is one, whatever it was.
            Assert.True(places.Contains(Place(device.Address!)) || device is ConsoleDevice, $"{device} lost its place");
        }
    }

    // A slot that others share now says so in its first function; it is the same place.
    private static DeviceAddress Place(DeviceAddress address) => address is PciAddress pci ? pci with { Multifunction = null } : address;

    private static DomainDefinition Bare(string machine) => new()
    {
        Type = DomainType.Qemu,
        Name = "grows",
        MemoryKiB = 1024,
        CurrentMemoryKiB = 1024,
        Vcpus = 1,
        VcpusCurrent = 1,
        Os = new OsDefinition { Machine = machine },
    };

    private static DomainDefinition WithOneMore(DomainDefinition definition, int number)
    {
        var devices = definition.Devices;
        var name = $"{(char)('a' + (number / 26))}{(char)('a' + (number % 26))}";
        return definition with
        {
            Devices = (number % 6) switch
            {
                0 => devices with { Disks = devices.Disks.Add(new DiskDevice { TargetName = "vd" + name, FilePath = "/a" }) },
                1 => devices with { Interfaces = devices.Interfaces.Add(new InterfaceDevice { Mac = MacAddress.WithQemuPrefix(number), Model = InterfaceModel.E1000 }) },
                2 => devices with { Channels = devices.Channels.Add(new ChannelDevice { Name = name }) },
                3 => devices with { Inputs = devices.Inputs.Add(new InputDevice { Kind = InputKind.Tablet }) },
                4 => devices with { Disks = devices.Disks.Add(new DiskDevice { TargetName = "sd" + name, FilePath = "/a", Bus = DiskBus.Scsi }) },
                _ => devices with { Rngs = devices.Rngs.Add(new RngDevice()) },
            },
        };
    }

    private static DomainDefinition? Try(DomainDefinition asked)
    {
        try
        {
            return TestHost.Normalised(asked);
        }
        catch (CallerException refused) when (refused.Code.Area == "definition")
        {
            return null;
        }
    }
}
