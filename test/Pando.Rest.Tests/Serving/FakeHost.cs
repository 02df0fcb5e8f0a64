using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Rest.Tests.Serving;

/// <summary>A host that has what the test gives it.</summary>
internal sealed class FakeHost : IHostReport, IHostFacts
{
    public AcceleratorVerdict Verdict { get; set; } = new(Accelerator.Tcg, "no /dev/kvm", "no-device");

    public long MemoryTotalKiB => 4_194_304;

    public int ProcessorsOnline => 2;

    public HostTopology Topology() => new(
        [new HostNumaNode { Number = 0, MemoryKiB = MemoryTotalKiB, FreeKiB = MemoryTotalKiB, Processors = [new(0, 0, 0, false), new(1, 0, 1, false)] }]);

    public SmbiosInfo? Smbios() => null;

    public HostHardware Hardware() => new() { Uuid = Guid.Empty, Architecture = "x86_64" };

    public HostInformation? Information() => null;

    public ValueTask<AcceleratorVerdict> AcceleratorAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(Verdict);

    public Task<HostNode> NodeAsync(CancellationToken cancellationToken = default) => Task.FromResult(new HostNode
    {
        HostName = "host1",
        Kernel = "6.1.0",
        Architecture = "x86_64",
        Processors = new HostProcessors { Online = 2 },
        MemoryTotalKiB = MemoryTotalKiB,
        MemoryAvailableKiB = 1_048_576,
        Accelerator = Verdict,
        QemuVersion = "7.2.11",
    });

    public HostUsage Usage() => new(
        new ProcessorTimes(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(9), TimeSpan.FromMilliseconds(10)),
        [new ProcessorUsage(0, true, new ProcessorTimes(TimeSpan.FromSeconds(1), TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero)), new ProcessorUsage(1, false, null)],
        new MemoryUsage(MemoryTotalKiB, 100, 20, 30), [new NodeMemory(0, MemoryTotalKiB, 100)]);

    public Task<HostCheckReport> CheckAsync(CancellationToken cancellationToken = default) => Task.FromResult(new HostCheckReport(
        true, new DateTimeOffset(2026, 11, 2, 12, 3, 0, TimeSpan.Zero),
        [new HostCheckItem("kvm-runs-guest", CheckStatus.Warn, "kvm-runs-guest.no-device", [new ErrorFact("detail", "x")])]));
}
