using Pando.Linux.Spawn;
using Pando.Testing;

namespace Pando.Linux.Tests;

/// <summary>The shared tiny guest does what other tests rely on.</summary>
[Trait("Speed", "Slow")]
public sealed class TinyGuestTests
{
    [Fact]
    public async Task Tiny_guest_boots_obeys_its_shell_and_its_power_button()
    {
        TinyGuestFiles files = await TinyGuest.GetAsync(TestContext.Current.CancellationToken);
        using TinyMachine machine = await TinyMachine.StartAsync(files, TinyGuest.KernelArguments);

        await machine.ReadUntilAsync(TinyGuest.Ready);
        await machine.TypeAsync("ls /sys/bus/virtio/drivers; ls /dev/input /dev/vda; echo shell-$((40+2))\n");
        string devices = await machine.ReadUntilAsync("shell-42");
        Assert.Contains("virtio_balloon", devices, StringComparison.Ordinal);
        Assert.Contains("/dev/vda", devices, StringComparison.Ordinal);

        await machine.TypeAsync("reboot -f\n");
        await machine.ReadUntilAsync(TinyGuest.Ready);

        await machine.PressPowerButtonAsync();
        Assert.Equal(0, (await machine.Process.WaitForExitAsync(TinyMachine.Limit()))!.Code);
    }
}
