using System.Globalization;
using System.Text.Json;
using Pando.Api.Host;
using Pando.Api.Problems;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Tuning;

/// <summary>
/// Two machines of the profile <c>dense</c> on a host that merges equal pages: what they have in common is kept once, and what
/// a guest frees goes back to the host. The host's own switches are those of before afterwards.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class DenseMachinesTests : IAsyncLifetime
{
    // 16 MiB: more than a guest takes or frees by itself.
    private const int ContentPages = 4000;

    private static readonly string[] Names = ["dense1", "dense2"];

    private readonly List<GuestConsole> _guests = [];
    private MergingHost? _before;
    private Instance _pando = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: Ct);

    public async ValueTask DisposeAsync()
    {
        _guests.ForEach(guest => guest.Dispose());
        await _pando.DisposeAsync();
        _before?.Dispose();
    }

    [Fact]
    public async Task What_dense_machines_have_in_common_is_kept_once()
    {
        Assert.SkipUnless(Directory.Exists(MergingHost.Folder), "this kernel has no KSM");
        Assert.SkipWhen(MergingHost.Number("run") == 1, "this host merges pages already: what is merged would not be this test's");
        _before = new MergingHost();
        var asItWas = MergingHost.Now;

        await ProfileAsync();
        await SwitchOnAsync();
        await BootAsync();
        await MergedAsync();
        await RefusedAsync();
        await AfterADeathAsync();
        await BalloonsAsync();
        await GivenBackAsync();
        await UnmergedAsync();

        Assert.Equal(asItWas, MergingHost.Now);
        var off = (await _pando.Client.GetHostMemoryAsync(Ct)).MergedPages!;
        Assert.Equal((false, 0L), (off.Running, off.SavedBytes));
    }

    /// <summary>The profile says what the host lacks for it, as long as it lacks it.</summary>
    private async Task ProfileAsync()
    {
        var guest = await TinyGuest.GetAsync(Ct);
        foreach (var name in Names)
        {
            await _pando.Client.DefineAsync(Machines.Tiny(name, guest), Ct);
        }
        var seen = await _pando.CliAsync("profile", Names[0], "dense", "--dry-run");
        Assert.Equal(0, seen.ExitCode);
        Assert.Contains("freePageReporting", seen.Output, StringComparison.Ordinal);
        Assert.Contains("node-memory-tune --merging on", seen.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await _pando.Client.GetMachineAsync(Names[0], Ct)).Version);
        var applied = await _pando.CliAsync("profile", Names[0], "dense");
        Assert.Equal(0, applied.ExitCode);
        Assert.Contains("merge", applied.Error, StringComparison.Ordinal);
    }

    private async Task SwitchOnAsync()
    {
        var wrong = await _pando.CliAsync("node-memory-tune", "--merging", "perhaps");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Equal(0, MergingHost.Number("run"));

        var on = await _pando.CliAsync("node-memory-tune", "--merging", "on", "--shm-pages-to-scan", "1000", "--shm-sleep-millisecs", "10");
        Assert.Equal((0, ""), (on.ExitCode, on.Error));
        Assert.Equal((1L, 1000L, 10L), (MergingHost.Number("run"), MergingHost.Number("pages_to_scan"), MergingHost.Number("sleep_millisecs")));
        var told = (await _pando.Client.GetHostMemoryAsync(Ct)).MergedPages!;
        Assert.Equal((true, 1000L, 10L), (told.Running, told.PagesToScan, told.SleepMilliseconds));

        var second = await _pando.CliAsync("profile", Names[1], "dense");
        Assert.Equal((0, ""), (second.ExitCode, second.Error));
    }

    /// <summary>Both have the same pages in memory, none of which is like another of the same guest.</summary>
    private async Task BootAsync()
    {
        foreach (var name in Names)
        {
            await _pando.Client.StartAsync(name, paused: true, Ct);
            _guests.Add(await GuestConsole.OpenAsync(_pando, name));
            await _pando.Client.ResumeAsync(name, Ct);
        }
        foreach (var guest in _guests)
        {
            await guest.UntilAsync(TinyGuest.Ready);
            // Numbers of seven digits: 512 lines a page.
            await guest.WaitsAsync($"seq 1000001 {1000000 + (ContentPages * 512)} >/common", "echo filled", "filled");
        }
    }

    private async Task MergedAsync()
    {
        var memory = await Waiting.UntilAsync(() => _pando.Client.GetHostMemoryAsync(Ct), memory => memory.MergedPages!.PagesSharing >= ContentPages / 2);
        var merged = memory.MergedPages!;
        Assert.Equal(merged.PagesSharing * Environment.SystemPageSize, merged.SavedBytes);
        Assert.True(merged.PagesShared >= ContentPages / 4, $"{merged.PagesShared} pages are shared by {merged.PagesSharing}");
        Assert.True(MergingHost.Number("pages_sharing") >= ContentPages / 4);

        var (told, json) = (await _pando.CliAsync("node-memory-tune"), await _pando.CliAsync("node-memory-tune", "--json"));
        Assert.Matches(@"Saved:? +[\d.]+ [MG]iB", told.Output);
        Assert.DoesNotMatch("shm_pages_sharing:? +0", told.Output);
        using var read = JsonDocument.Parse(json.Output);
        Assert.True(read.RootElement.GetProperty("mergedPages").GetProperty("savedBytes").GetInt64() >= ContentPages / 4 * Environment.SystemPageSize, json.Output);
    }

    /// <summary>The kernel changes nothing about nodes while pages are merged; what was asked for beside it is not done, either.</summary>
    private async Task RefusedAsync()
    {
        if (!MergingHost.Now.TryGetValue("merge_across_nodes", out var across))
        {
            return;
        }
        var before = MergingHost.Now;
        var problem = (await Assert.ThrowsAsync<PandoProblemException>(() => _pando.Client.SetMergedPagesAsync(
            new MergedPagesRequest { PagesToScan = 77, SleepMilliseconds = 777, MergeAcrossNodes = across == "0" }, Ct))).Problem;
        Assert.Equal("host.not-changed", problem.Code);
        Assert.Contains("merge_across_nodes", problem.Detail, StringComparison.Ordinal);
        Assert.Equal(before, MergingHost.Now);
    }

    private async Task AfterADeathAsync()
    {
        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(Ct);
        for (var i = 0; i < Names.Length; i++)
        {
            _guests[i].Dispose();
            _guests[i] = await GuestConsole.OpenAsync(_pando, Names[i]);
        }
        var merged = (await _pando.Client.GetHostMemoryAsync(Ct)).MergedPages!;
        Assert.True(merged is { Running: true, PagesToScan: 1000 } && merged.PagesSharing >= ContentPages / 4);
    }

    /// <summary>What the profile wrote is what QEMU has, and what the guest's driver took.</summary>
    private async Task BalloonsAsync()
    {
        foreach (var (name, guest) in Names.Zip(_guests))
        {
            foreach (var property in new[] { "free-page-reporting", "deflate-on-oom" })
            {
                var told = await _pando.CliAsync(
                    "qemu-monitor-command", name, "--hmp", $"qom-get /machine/peripheral/balloon0 {property}");
                Assert.Contains("true", told.Output, StringComparison.Ordinal);
            }
            var balloon = await _pando.CliAsync("qemu-monitor-command", name, """{"execute":"query-balloon"}""");
            Assert.Contains((256L << 20).ToString(CultureInfo.InvariantCulture), balloon.Output, StringComparison.Ordinal);
            // virtio's feature bits from 0: 2 is deflation on out-of-memory, 5 free page reporting (the specification of virtio, 5.5.3).
            var features = await guest.AskAsync("cat /sys/bus/virtio/drivers/virtio_balloon/virtio*/features");
            Assert.Equal(('1', '1'), (features[2], features[5]));
        }
    }

    /// <summary>What a guest frees is not the host's to keep: its process has less.</summary>
    private async Task GivenBackAsync()
    {
        // 64 MiB: the driver reports blocks of 2 MiB, and a guest's kernel gives small things the fragments that it has.
        const int FreedPages = 64 << 8;
        var pid = (int)(await _pando.Client.GetMachineAsync(Names[0], Ct)).Pid!;
        await _guests[0].WaitsAsync("dd if=/dev/urandom of=/own bs=1M count=64 2>/dev/null", "echo filled", "filled");
        var before = ResidentPages(pid);
        await _guests[0].WaitsAsync("rm /own", "echo freed", "freed");
        await Waiting.UntilAsync(() => Task.FromResult(ResidentPages(pid)), now => now <= before - (FreedPages / 2));
    }

    /// <summary>Every machine has its own pages again; then the switches of before.</summary>
    private async Task UnmergedAsync()
    {
        var unmerged = await _pando.CliAsync("node-memory-tune", "--merging", "unmerge");
        Assert.Equal((0, ""), (unmerged.ExitCode, unmerged.Error));
        Assert.Equal((0L, 0L), (MergingHost.Number("run"), MergingHost.Number("pages_sharing")));
        foreach (var guest in _guests)
        {
            Assert.Equal("alive", await guest.AskAsync("echo alive"));
        }
        var before = _before!;
        await _pando.Client.SetMergedPagesAsync(
            new MergedPagesRequest { PagesToScan = before.Was("pages_to_scan"), SleepMilliseconds = before.Was("sleep_millisecs") }, Ct);
    }

    private static long ResidentPages(int pid) => long.Parse(File.ReadAllText($"/proc/{pid}/statm").Split(' ')[1], CultureInfo.InvariantCulture);
}
