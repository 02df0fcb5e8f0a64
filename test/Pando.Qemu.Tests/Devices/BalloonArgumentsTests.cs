using System.Text.Json;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Qmp;

namespace Pando.Qemu.Tests.Devices;

public sealed class BalloonArgumentsTests
{
    private static readonly MemballoonDevice Balloon = new() { Address = new PciAddress(3, 0) };

    [Fact]
    public void A_balloon_says_what_was_asked_of_it()
    {
        Assert.Equal(
            ["""-device {"driver":"virtio-balloon-pci","id":"balloon0","deflate-on-oom":true,"free-page-reporting":true,"bus":"pci.3","addr":"0x0"}"""],
            TestMachine.Added(devices => devices with { Memballoon = Balloon with { AutoDeflate = true, FreePageReporting = true } }));
    }

    [Fact]
    public void No_balloon_is_no_argument()
    {
        Assert.Empty(TestMachine.Added(devices => devices with { Memballoon = new MemballoonDevice { Model = MemballoonModel.None } }));
    }

    [Fact]
    public void Less_memory_at_the_start_and_statistics_are_asked_for_before_the_guest_runs()
    {
        DomainDefinition definition = TestMachine.With(devices => devices with { Memballoon = Balloon with { StatsPeriodSeconds = 5 } });

        IReadOnlyList<QmpVerb<Nothing>> commands = TestMachine.Build(definition with { CurrentMemoryKiB = 131072 }).BeforeCont;

        var polling = Assert.IsType<QomSet>(commands[0]);
        Assert.Equal("/machine/peripheral/balloon0", polling.Path);
        Assert.Equal(JsonValueKind.Number, polling.Value.ValueKind);
        Assert.Equal(new Balloon(128L << 20), commands[1]);
        Assert.Equal(2, commands.Count);
    }
}
