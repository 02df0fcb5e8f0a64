using System.Runtime.InteropServices;
using Pando.Linux.Kvm;

namespace Pando.Linux.Tests.Kvm;

public sealed class KvmProbeTests
{
    private static readonly string ProbeProgram = Path.Combine(AppContext.BaseDirectory, "Pando.KvmProbe");

    [Fact]
    public async Task Probe_of_this_machine_ends_in_time_and_is_the_same_twice()
    {
        KvmProbeResult one = await KvmProbe.RunInChildAsync(ProbeProgram, [], Limit.Short, Limit.Short, Limit.Token());
        KvmProbeResult two = await KvmProbe.RunInChildAsync(ProbeProgram, [], Limit.Short, Limit.Short, Limit.Token());

        Assert.Equal(one.Verdict, two.Verdict);
        Assert.DoesNotContain(one.Verdict, new[] { KvmVerdict.TimedOut, KvmVerdict.ProbeDied, KvmVerdict.WrongApiVersion });
        Assert.Equal(one.Verdict is KvmVerdict.Usable, one.Steps.All(static step => step.Passed));
    }

    [Fact]
    public async Task A_kvm_without_a_vendor_module_cannot_run_a_kernel()
    {
        Assert.SkipUnless(
            File.Exists("/dev/kvm") && !File.ReadAllText("/proc/cpuinfo").Split(' ', '\n').Any(static flag => flag is "vmx" or "svm"),
            "Needs a /dev/kvm on a processor without vmx or svm.");

        KvmProbeResult result = await KvmProbe.RunInChildAsync(ProbeProgram, [], Limit.Short, Limit.Short, Limit.Token());

        Assert.Equal(KvmVerdict.GuestDidNotRun, result.Verdict);
        Assert.Equal("breakpoint-and-return", result.Steps[^1].Name);
    }

    [Fact]
    public async Task A_probe_that_hangs_is_killed()
    {
        KvmProbeResult result = await KvmProbe.RunInChildAsync("sleep", ["60"], Limit.Short, TimeSpan.FromMilliseconds(100), Limit.Token());

        Assert.Equal(KvmVerdict.TimedOut, result.Verdict);
        Assert.Contains("0.1 s", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_probe_that_goes_round_in_circles_is_killed_by_the_time_it_has_used()
    {
        KvmProbeResult result = await KvmProbe.RunInChildAsync(
            "sh", ["-c", "while :; do :; done"], TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);

        Assert.Equal(KvmVerdict.TimedOut, result.Verdict);
        Assert.Contains("busy for 1 s", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_probe_that_dies_is_quoted()
    {
        KvmProbeResult result = await KvmProbe.RunInChildAsync("sh", ["-c", "echo oops; kill -SEGV $$"], Limit.Short, Limit.Short, Limit.Token());

        Assert.Equal(KvmVerdict.ProbeDied, result.Verdict);
        Assert.Contains("signal 11", result.Detail, StringComparison.Ordinal);
        Assert.Contains("oops", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Noise_around_the_result_is_passed_over()
    {
        var expected = new KvmProbeResult(KvmVerdict.Usable, "fine", [new KvmProbeStep("open", true)]);

        KvmProbeResult result = await KvmProbe.RunInChildAsync(
            "sh", ["-c", "echo warning; echo \"$1\"; echo {}", "sh", expected.ToJson()], Limit.Short, Limit.Short, Limit.Token());

        Assert.Equal(expected.ToJson(), result.ToJson());
    }

    [Theory]
    [InlineData("/nowhere/kvm", KvmVerdict.NoDevice)]
    [InlineData("/dev/null", KvmVerdict.Refused)]
    public void What_is_not_kvm_is_told_apart(string device, KvmVerdict verdict) =>
        Assert.Equal(verdict, new KvmProbeRun(device).Run().Verdict);

    [Fact]
    public void A_device_that_may_not_be_opened_is_told_apart()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may act as another user.");
        using var folder = new TemporaryFolder();
        File.SetUnixFileMode(folder.Path, (UnixFileMode)Convert.ToInt32("755", 8));
        File.WriteAllText(folder.File("kvm"), string.Empty);
        File.SetUnixFileMode(folder.File("kvm"), UnixFileMode.None);

        KvmProbeResult? result = null;
        AnotherUser.Do(() => result = new KvmProbeRun(folder.File("kvm")).Run());

        Assert.Equal(KvmVerdict.NoPermission, result!.Verdict);
    }

    [Fact]
    public void Structures_have_the_kernels_sizes()
    {
        // The sizes are part of the request numbers (_IOR, _IOW), so the kernel would refuse others; this names the culprit.
        Assert.Equal(144, Marshal.SizeOf<KvmRegisters>());
        Assert.Equal(312, Marshal.SizeOf<KvmSystemRegisters>());
        Assert.Equal(24, Marshal.SizeOf<KvmSegment>());
        Assert.Equal(32, Marshal.SizeOf<KvmMemoryRegion>());
        Assert.Equal(24, Marshal.SizeOf<KvmOneMsr>());
    }
}
