using Pando.Host.Accelerators;
using Pando.Linux.Kvm;
using Pando.Model.Ports;

namespace Pando.Host.Tests.Accelerators;

public sealed class AcceleratorChoiceTests : IDisposable
{
    private readonly MadeUpHost _host = new();
    private readonly ManualTime _time = new();
    private KvmProbeResult _result = new(KvmVerdict.Usable, "fine", []);
    private int _probes;

    public AcceleratorChoiceTests() =>
        _host.With("/proc/sys/kernel/random/boot_id", "boot-1\n").With("/dev/kvm", string.Empty).With("/usr/bin/qemu-system-x86_64", "1");

    private string CacheFile => Path.Combine(_host.Paths.Run, "kvm-verdict.json");

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Kvm_is_taken_when_it_runs_a_guest_and_else_not_with_the_reason()
    {
        Assert.Equal(new AcceleratorVerdict(Accelerator.Kvm), await VerdictAsync());
        Reboot();
        _result = new KvmProbeResult(KvmVerdict.GuestDidNotRun, "It stopped.", []);
        Assert.Equal(new AcceleratorVerdict(Accelerator.Tcg, "It stopped.", "guest-did-not-run"), await VerdictAsync());
    }

    [Fact]
    public async Task The_probe_runs_once_a_boot_whatever_restarts()
    {
        await VerdictAsync();
        await VerdictAsync();
        Assert.Equal(1, _probes);

        Reboot();
        await VerdictAsync();
        Assert.Equal(2, _probes);
    }

    [Fact]
    public async Task One_choice_asks_nobody_twice()
    {
        using AcceleratorChoice choice = Choice();
        await choice.VerdictAsync(default);
        File.Delete(CacheFile);
        await choice.VerdictAsync(default);
        Assert.Equal(1, _probes);
    }

    [Theory]
    [InlineData("/dev/kvm")]
    [InlineData("/usr/bin/qemu-system-x86_64")]
    public async Task Another_device_or_qemu_is_probed_anew(string path)
    {
        using AcceleratorChoice choice = Choice();
        await choice.VerdictAsync(default);
        File.Delete(_host.PathOf(path));
        _host.With(path, "another one");
        await choice.VerdictAsync(default);
        Assert.Equal(2, _probes);
    }

    [Fact]
    public async Task A_module_loaded_later_is_noticed()
    {
        _result = new KvmProbeResult(KvmVerdict.NoDevice, "none", []);
        using AcceleratorChoice choice = Choice();
        await choice.VerdictAsync(default);
        _host.WithFolder("/sys/module/kvm_amd");
        _result = new KvmProbeResult(KvmVerdict.Usable, "fine", []);
        Assert.Equal(Accelerator.Kvm, (await choice.VerdictAsync(default)).Accelerator);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("{\"Key\":null,\"Result\":null}")]
    [InlineData("null")]
    public async Task A_broken_cache_is_as_none(string content)
    {
        await VerdictAsync();
        await File.WriteAllTextAsync(CacheFile, content);
        Assert.Equal(Accelerator.Kvm, (await VerdictAsync()).Accelerator);
        Assert.Equal(2, _probes);
    }

    [Fact]
    public async Task A_cache_that_cannot_be_written_costs_only_the_next_start()
    {
        Directory.CreateDirectory(Path.Combine(CacheFile, "in-the-way"));
        Assert.Equal(Accelerator.Kvm, (await VerdictAsync()).Accelerator);
        Assert.Equal(Accelerator.Kvm, (await VerdictAsync()).Accelerator);
        Assert.Equal(2, _probes);
    }

    [Theory]
    [InlineData(KvmVerdict.TimedOut)]
    [InlineData(KvmVerdict.ProbeDied)]
    [InlineData(KvmVerdict.NoPermission)]
    public async Task A_verdict_that_may_pass_does_not_hold_for_the_whole_boot(KvmVerdict transient)
    {
        _result = new KvmProbeResult(transient, "late", []);
        using AcceleratorChoice choice = Choice();
        Assert.Equal(Accelerator.Tcg, (await choice.VerdictAsync(default)).Accelerator);
        Assert.False(File.Exists(CacheFile));
        _result = new KvmProbeResult(KvmVerdict.Usable, "fine", []);
        Assert.Equal(Accelerator.Tcg, (await choice.VerdictAsync(default)).Accelerator);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(Accelerator.Kvm, (await choice.VerdictAsync(default)).Accelerator);
    }

    [Fact]
    public async Task Many_who_ask_at_once_wait_for_one_probe()
    {
        var gate = new TaskCompletionSource<KvmProbeResult>();
        using var choice = new AcceleratorChoice(_host.Settings, _host.Files, _time, _ =>
        {
            _probes++;
            return gate.Task;
        });
        Task<AcceleratorVerdict>[] asking = [.. Enumerable.Range(0, 20).Select(_ => choice.VerdictAsync(default).AsTask())];
        // A verdict that is not written to the file, so that the file cannot be what the others find.
        gate.SetResult(new KvmProbeResult(KvmVerdict.TimedOut, "late", []));
        Assert.All(await Task.WhenAll(asking), static verdict => Assert.Equal("timed-out", verdict.Code));
        Assert.Equal(1, _probes);
    }

    [Fact]
    public async Task A_device_that_qemus_user_may_not_open_is_not_usable()
    {
        File.SetUnixFileMode(_host.PathOf("/dev/kvm"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _host.Settings = _host.Settings with { QemuUser = "nobody" };
        AcceleratorVerdict verdict = await VerdictAsync();
        Assert.Equal("no-permission", verdict.Code);
        Assert.Contains("nobody", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal(0, _probes);
    }

    [Fact]
    public async Task A_probe_that_cannot_start_is_a_verdict_too()
    {
        using var choice = new AcceleratorChoice(_host.Settings, _host.Files, _time);
        Assert.Equal("probe-died", (await choice.VerdictAsync(default)).Code);
    }

    private void Reboot() => _host.With("/proc/sys/kernel/random/boot_id", $"boot-{Guid.NewGuid()}");

    private AcceleratorChoice Choice() => new(_host.Settings, _host.Files, _time, _ =>
    {
        _probes++;
        return Task.FromResult(_result);
    });

    private async Task<AcceleratorVerdict> VerdictAsync()
    {
        using AcceleratorChoice choice = Choice();
        return await choice.VerdictAsync(default);
    }

    private sealed class ManualTime : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public void Advance(TimeSpan by) => _now += by;

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
