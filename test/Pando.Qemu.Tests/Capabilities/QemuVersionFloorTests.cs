using Pando.Model.Errors;
using Pando.Qemu.Capabilities;

namespace Pando.Qemu.Tests.Capabilities;

public sealed class QemuVersionFloorTests
{
    [Fact]
    public async Task Everything_that_lacks_is_told_at_once()
    {
        QemuCapabilities qemu = await InstalledQemu.CapabilitiesAsync();
        QemuCapabilities old = qemu with
        {
            SchemaFacts = new HashSet<string>(),
            Commands = qemu.Commands.Where(command => command != "add-fd").ToHashSet(),
            Options = new Dictionary<string, IReadOnlySet<string>>(qemu.Options.Where(option => option.Key != "action")),
        };

        CallerException refusal = Assert.Throws<CallerException>(() => QemuVersionFloor.Check(old));

        Assert.Equal(ErrorCodes.Qemu.TooOld, refusal.Code);
        Assert.Equal(["-device in JSON", "-action", "add-fd", "screendump with a format"], QemuVersionFloor.Missing(old));
        Assert.Contains("-device in JSON, -action", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_option_that_lacks_a_key_lacks()
    {
        QemuCapabilities qemu = await InstalledQemu.CapabilitiesAsync();
        var options = new Dictionary<string, IReadOnlySet<string>>(qemu.Options)
        {
            ["sandbox"] = new HashSet<string> { "enable", "obsolete" },
        };

        Assert.Equal(["-sandbox"], QemuVersionFloor.Missing(qemu with { Options = options }));
    }
}
