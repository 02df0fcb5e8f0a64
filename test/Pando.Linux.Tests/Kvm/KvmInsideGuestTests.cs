using Pando.Linux.Kvm;
using Pando.Testing;

namespace Pando.Linux.Tests.Kvm;

/// <summary>The positive verdict, where KVM works: in a guest of TCG's largest processor, which has AMD's virtualization.</summary>
[Trait("Speed", "Slow")]
public sealed class KvmInsideGuestTests
{
    private static readonly string ProbeProgram = Path.Combine(AppContext.BaseDirectory, "Pando.KvmProbe");

    [Theory]
    [InlineData("kvm kvm_amd", KvmVerdict.Usable)]
    [InlineData("", KvmVerdict.NoDevice)]
    public async Task Probe_says_what_is_so(string modules, KvmVerdict verdict)
    {
        string init = $"""
            #!/bin/busybox sh
            export PATH=/bin
            /bin/busybox --install -s /bin
            mount -t proc proc /proc
            mount -t sysfs sysfs /sys
            mount -t devtmpfs devtmpfs /dev
            while read -r module; do insmod "$module"; done < /modules.list
            {DotnetInGuest.Environment} {ProbeProgram} >/dev/ttyS0 2>&1
            echo PROBE-DONE >/dev/ttyS0
            poweroff -f
            """;
        using var folder = new TemporaryFolder();
        TinyGuestFiles files = await TinyGuest.BuildAsync(
            modules.Split(' '),
            await DotnetInGuest.FilesAsync(ProbeProgram),
            init,
            folder.File("initrd"),
            TestContext.Current.CancellationToken);
        using TinyMachine machine = await TinyMachine.StartAsync(files, TinyGuest.KernelArguments, "-m", "1024");

        string output = await machine.ReadUntilAsync("PROBE-DONE");

        KvmProbeResult? result = output.Split('\n').Select(static line => KvmProbeResult.TryParse(line.Trim())).FirstOrDefault(static r => r is not null);
        Assert.True(result?.Verdict == verdict, output);
    }
}
