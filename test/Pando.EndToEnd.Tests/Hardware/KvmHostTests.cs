using System.Text;
using Pando.Api.Host;
using Pando.Api.Problems;
using Pando.EndToEnd.Tests.Libvirt;
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

    /// <summary>What is offered is what QEMU gives: a machine that asks for all of it is one that QEMU starts.</summary>
    [Fact]
    public async Task All_that_is_told_of_HyperV_can_be_had()
    {
        string[] told = await HyperVAsync("kvm");
        // Those of every KVM; what is Intel's alone is none of this host's, and is not told.
        Assert.Empty(((string[])["relaxed", "vapic", "spinlocks", "vpindex", "runtime", "synic", "stimer", "reset", "vendor_id", "frequencies", "tlbflush", "ipi"]).Except(told));
        Assert.DoesNotContain("evmcs", told);
        Assert.Equal(["spinlocks", "vendor_id"], await HyperVAsync("qemu"));

        string features = string.Concat(told.Select(static word => word switch
        {
            "spinlocks" => "<spinlocks state='on' retries='8191'/>",
            "vendor_id" => "<vendor_id state='on' value='KVM Hv'/>",
            _ => $"<{word} state='on'/>",
        }));
        string definition = Encoding.UTF8.GetString(Machines.Empty("windowed"))
            .Replace("<acpi/>", $"<acpi/><hyperv>{features}</hyperv>", StringComparison.Ordinal)
            .Replace("<devices>", "<clock offset='utc'><timer name='hypervclock' present='yes'/></clock><devices>", StringComparison.Ordinal);
        await host.Client.DefineAsync(Encoding.UTF8.GetBytes(definition), Ct);
        await host.Client.StartAsync("windowed", cancellationToken: Ct);
        Assert.Equal(Api.Machines.MachinePhase.Running, (await host.Client.GetMachineAsync("windowed", Ct)).State.Phase);
        await host.Client.DestroyAsync("windowed", cancellationToken: Ct);

        // What is not told is not to be had: QEMU refuses it.
        await host.Client.DefineAsync(
            Encoding.UTF8.GetBytes(definition.Replace("<hyperv>", "<hyperv><evmcs state='on'/>", StringComparison.Ordinal).Replace(">windowed<", ">beyond<", StringComparison.Ordinal)), Ct);
        await Assert.ThrowsAsync<PandoProblemException>(() => host.Client.StartAsync("beyond", cancellationToken: Ct));
    }

    private async Task<string[]> HyperVAsync(string type) =>
    [
        .. VirshCapabilitiesTests.Read(await host.Client.GetDomainCapabilitiesAsync(type, cancellationToken: Ct))
            .Element("features")!.Element("hyperv")!.Element("enum")!.Elements("value").Select(static value => value.Value),
    ];

    private async Task<HugePagePool> SetPagesAsync(int count) =>
        (await host.Client.SetHugePagesAsync(new HugePagesRequest { PageKiB = PageKiB, Count = count }, Ct)).HugePages.Single(static pool => pool.PageKiB == PageKiB);

    private Task<string> OfQemuAsync(string what) => host.Shell.AskAsync($"awk '/^{what}:/ {{ print $2 }}' /proc/$(qemu vm)/status");

    private Task<string> FreePagesAsync() => host.Shell.AskAsync("awk '/^HugePages_Free:/ { print $2 }' /proc/meminfo");
}
