using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Qemu.Capabilities;
using Pando.Qemu.Processors;

namespace Pando.Qemu.Tests.Processors;

public sealed class ProcessorPromiseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_QEMU_made_of_a_processor_is_asked_of_it()
    {
        QemuCapabilities qemu = await InstalledQemu.CapabilitiesAsync();
        CpuDefinition host = HostModel.Of(qemu);
        await using StartedQemu started = await StartedQemu.StartAsync(TestMachine.Definition with { Cpu = host, Devices = new DomainDevices() }, _folder.Path);

        // All that the host was said to have is there.
        var whole = new ProcessorPromise(host.Model!, [.. qemu.HostProcessor!.Features], qemu.HostProcessor.Features.ToHashSet(StringComparer.Ordinal));
        Assert.Equal(host, await whole.KeptAsync(host, started.Session, TestContext.Current.CancellationToken));

        // The translator has no virtualization of Intel's, and nobody has wings.
        var hollow = new ProcessorPromise(host.Model!, ["vmx", "wings", "sse2"], new HashSet<string>(StringComparer.Ordinal));
        CpuDefinition kept = await hollow.KeptAsync(host, started.Session, TestContext.Current.CancellationToken);
        Assert.Equal(
            [.. host.Features, new CpuFeature("vmx", CpuFeaturePolicy.Disable), new CpuFeature("wings", CpuFeaturePolicy.Disable)], kept.Features);

        CallerException refusal = await Assert.ThrowsAsync<CallerException>(
            () => (hollow with { Required = new HashSet<string>(["vmx"], StringComparer.Ordinal) }).KeptAsync(host, started.Session, TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.Qemu.CpuUnavailable, refusal.Code);
        Assert.Contains("vmx", refusal.Message, StringComparison.Ordinal);
    }
}
