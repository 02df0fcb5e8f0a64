using System.Globalization;
using System.Text.RegularExpressions;
using Pando.Testing;

namespace Pando.EndToEnd.Tests;

/// <summary>
/// A guest that counts on its console. A count that goes on is the same memory; a guest that has booted anew counts nothing.
/// </summary>
internal sealed partial class CountingGuest(Instance pando, string name)
{
    private int _last = -1;

    public static async Task<CountingGuest> StartAsync(Instance pando, string name, string aboveDevices = "")
    {
        var ct = TestContext.Current.CancellationToken;
        using var console = await GuestConsole.BootAsync(pando.Client, name, Machines.Tiny(name, await TinyGuest.GetAsync(ct), events: aboveDevices));
        var guest = new CountingGuest(pando, name);
        await guest.CountAsync(console);
        return guest;
    }

    /// <summary>Begins to count, again after the guest was reset.</summary>
    public async Task CountAsync(GuestConsole console)
    {
        // Something that no program packs, so that it takes its time.
        await console.TypeAsync("dd if=/dev/urandom of=/filled bs=1M count=48 2>/dev/null; n=0; while true; do echo count=$n.; n=$((n+1)); sleep 1; done &\n");
        await console.UntilAsync("count=1.");
        _last = 1;
    }

    /// <summary>Waits until it has counted further than when it was last looked at.</summary>
    public async Task GoesOnAsync()
    {
        using var console = await GuestConsole.OpenAsync(pando, name);
        while (true)
        {
            await console.UntilAsync("count=");
            var number = await console.UntilAsync(".");
            // The console shows first what was written lately; a line may begin in its middle.
            if (Whole().IsMatch(number) && int.Parse(number, CultureInfo.InvariantCulture) is var now && now > _last)
            {
                _last = now;
                return;
            }
        }
    }

    [GeneratedRegex("^[0-9]+$", RegexOptions.None, 1000)]
    private static partial Regex Whole();
}
