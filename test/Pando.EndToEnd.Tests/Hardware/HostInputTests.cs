using System.Text;
using Pando.Api.Monitor;
using Pando.Api.Problems;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Hardware;

/// <summary>A keyboard of the host's that is given to a guest (evdev): what is pressed there arrives in the guest.</summary>
[Collection(OnKvmHost.Name)]
[Trait("Speed", "Slow")]
public sealed class HostInputTests(KvmHost host)
{
    private const string Name = "typed";

    /// <summary>KEY_A of linux/input-event-codes.h.</summary>
    private const string KeyA = "30";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_pressed_on_the_hosts_keyboard_arrives_in_its_guest()
    {
        var keyboard = $"/dev/input/{await EventAsync(host.Shell, "AT Translated Set 2 keyboard")}";
        var device = $"<input type='evdev'><source dev='{keyboard}' grab='all' repeat='on'/></input>";
        await RefusedAsync(device.Replace(keyboard, "/dev/input/event99", StringComparison.Ordinal));
        Assert.Equal("0 0", await StateAsync(keyboard));

        var guest = await GuestConsole.BootAsync(host.Client, Name, Definition(device), KvmHost.Patience);
        try
        {
            Assert.Equal("990 1", await StateAsync(keyboard));
            await ArrivesAsync(guest);

            // Also for the next daemon, and behind a reset.
            await host.KillDaemonAsync();
            await host.StartDaemonAsync();
            guest.Dispose();
            guest = await GuestConsole.OpenAsync(host.Client, Name, KvmHost.Patience);
            await host.Client.ResetAsync(Name, Ct);
            await guest.UntilAsync(TinyGuest.Ready);
            await ArrivesAsync(guest);

            // Taken away QEMU has it no more, and it is the host's again.
            await host.Client.DetachDeviceAsync(Name, Encoding.UTF8.GetBytes(device), "live", Ct);
            Assert.Equal("0 0", await StateAsync(keyboard));
        }
        finally
        {
            guest.Dispose();
        }
        await host.Client.DestroyAsync(Name, cancellationToken: Ct);
    }

    /// <summary>A device that is not there: the machine stays off, and the words name it.</summary>
    private async Task RefusedAsync(string device)
    {
        await host.Client.DefineAsync(Definition(device), Ct);
        var problem = (await Assert.ThrowsAsync<PandoProblemException>(() => host.Client.StartAsync(Name, cancellationToken: Ct))).Problem;
        Assert.Contains("event99", problem.Detail, StringComparison.Ordinal);
        Assert.Equal("", await host.Shell.AskAsync($"qemu {Name}"));
    }

    /// <summary>Whose it is, and whether QEMU has it open.</summary>
    private async Task<string> StateAsync(string keyboard) =>
        await host.Shell.AskAsync($"echo $(stat -c %u {keyboard}) $(ls -l /proc/$(qemu {Name})/fd 2>/dev/null | grep -c {keyboard}$)");

    /// <summary>Pressed on the keyboard of the machine that the host is, until the guest's own has heard it: it listens from an unknown moment on.</summary>
    private async Task ArrivesAsync(GuestConsole guest)
    {
        var own = await EventAsync(guest, "AT Translated Set 2 keyboard");
        // An input_event has 24 bytes, its type and code behind 16 (input.h): first comes the scan code, then the key (type 1).
        await guest.TypeAsync($"until dd if=/dev/input/{own} bs=24 count=2 2>/dev/null | tail -c 8 | od -A n -t d2 | grep -q '^ *1 *{KeyA} '; do :; done; echo key-'heard'\n");
        var heard = guest.UntilAsync("key-heard");
        while (!heard.IsCompleted)
        {
            await host.Outer.Client.SendKeysAsync(HostInGuest.Name, new SendKeysRequest { Keys = ["KEY_A"] }, Ct);
            await Task.WhenAny(heard, Task.Delay(TimeSpan.FromSeconds(1), Ct));
        }
        await heard;
    }

    private static byte[] Definition(string device) => Encoding.UTF8.GetBytes(
        Encoding.UTF8.GetString(Machines.Tiny(Name, KvmHostFiles.Innermost, device))
            .Replace("</name>", "</name><uuid>6c1f0a52-8f9a-4d36-9f0e-5e4c1cf0a7e5</uuid>", StringComparison.Ordinal));

    /// <summary>Which event device has that name.</summary>
    private static Task<string> EventAsync(GuestConsole console, string name) =>
        console.AskAsync($"grep -A 8 'Name=\"{name}\"' /proc/bus/input/devices | grep -o 'event[0-9]*' | head -n 1");
}
