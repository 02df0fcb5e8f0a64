using Pando.Api.Host;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Hardware;

/// <summary>Pando where KVM works: a host says so, its guests run on it, and one that is to answer at once gets what that takes.</summary>
[Collection(OnKvmHost.Name)]
[Trait("Speed", "Slow")]
public sealed class KvmHostTests(KvmHost host)
{
    private const int PageKiB = 2048;
    private const int GuestPages = 128;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_guest_of_low_latency_runs_on_KVM_in_huge_pages_that_stay_in_memory()
    {
        var pool = (await SetPagesAsync(GuestPages + 12)).Total;
        Assert.InRange(pool, GuestPages, GuestPages + 12);
        await host.Client.DefineAsync(Machines.Tiny("vm", KvmHostFiles.Innermost), Ct);
        await host.Client.ApplyProfileAsync("vm", "low-latency", Ct);

        await host.Shell.TypeAsync($"{KvmHost.Cli} start vm; {KvmHost.Cli} dominfo vm; echo info-'ended'\n");
        string info = await host.Shell.UntilAsync("info-ended");
        Assert.True(info.Split('\n').Any(static line => line.StartsWith("Accelerator:", StringComparison.Ordinal) && line.Contains("KVM", StringComparison.Ordinal)), info);
        Assert.True(info.Contains("running", StringComparison.Ordinal), info);
        Assert.Equal("0", await host.Shell.AskAsync("cat /proc/$(qemu vm)/oom_score_adj"));

        Assert.Equal($"{GuestPages * PageKiB}", await OfQemuAsync("HugetlbPages"));
        Assert.Equal($"{pool - GuestPages}", await FreePagesAsync());
        Assert.NotEqual("0", await OfQemuAsync("VmLck"));
        Assert.Equal("990 990 1", await host.Shell.AskAsync("echo $(cat /proc/$(qemu vm)/uid_map)"));
        Assert.Contains("unlimited", await host.Shell.AskAsync("grep 'Max locked memory' /proc/$(qemu vm)/limits"), StringComparison.Ordinal);

        using (GuestConsole guest = await GuestConsole.OpenAsync(host.Client, "vm", KvmHost.Patience))
        {
            await guest.UntilAsync(TinyGuest.Ready);
            // Its kernel waits for work itself, for it was told that its processors are its own; and it could have the host not do so, too.
            Assert.Equal("haltpoll", await guest.AskAsync("cat /sys/devices/system/cpu/cpuidle/current_driver"));
            Assert.Equal("0", await guest.AskAsync("dmesg | grep -c 'host does not support poll control'"));
        }

        await host.Client.DestroyAsync("vm", cancellationToken: Ct);
        Assert.Equal($"{pool}", await FreePagesAsync());
        Assert.Equal(0, (await SetPagesAsync(0)).Total);
    }

    private async Task<HugePagePool> SetPagesAsync(int count) =>
        (await host.Client.SetHugePagesAsync(new HugePagesRequest { PageKiB = PageKiB, Count = count }, Ct)).HugePages.Single(static pool => pool.PageKiB == PageKiB);

    private Task<string> OfQemuAsync(string what) => host.Shell.AskAsync($"awk '/^{what}:/ {{ print $2 }}' /proc/$(qemu vm)/status");

    private Task<string> FreePagesAsync() => host.Shell.AskAsync("awk '/^HugePages_Free:/ { print $2 }' /proc/meminfo");
}
