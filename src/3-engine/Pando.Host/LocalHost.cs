using Pando.Host.Accelerators;
using Pando.Host.Checks;
using Pando.Host.Files;
using Pando.Host.Nodes;
using Pando.Host.Processors;
using Pando.Linux.Kvm;
using Pando.Model.Domains;
using Pando.Model.Host;
using Pando.Model.Ports;

namespace Pando.Host;

/// <summary>The host that this process runs on.</summary>
public sealed class LocalHost : IHostFacts, IHostReport, IDisposable
{
    private const long HertzPerKiloHertz = 1000;

    private readonly HostFiles _files;
    private readonly AcceleratorChoice _accelerators;
    private readonly IHostInquiry _inquiry;
    private readonly HostView _view;
    private readonly HostCheck _check;
    // The counter of a processor stays as it is.
    private readonly Lazy<TimeStampCounter?> _clock;
    private Reading _reading;

    /// <summary>Reads the host once; nothing is probed yet.</summary>
    public LocalHost(HostSettings settings, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _files = new HostFiles(settings.Root);
        _accelerators = new AcceleratorChoice(settings, _files, time);
        _inquiry = new HostInquiry(settings, _files, _accelerators);
        _view = new HostView(settings, _files, _inquiry);
        _check = new HostCheck(_view, time);
        _clock = new(() => KvmClock.Read(Path.Combine(settings.Root, "dev/kvm")) is { } told ? new TimeStampCounter(told.FrequencyKHz * HertzPerKiloHertz, told.Scales) : null);
        _reading = Read();
    }

    /// <inheritdoc/>
    public long MemoryTotalKiB => _reading.MemoryTotalKiB;

    /// <inheritdoc/>
    public int ProcessorsOnline => _reading.ProcessorsOnline;

    /// <inheritdoc/>
    public HostTopology Topology() => TopologyReader.Read(_files);

    /// <inheritdoc/>
    public HostUsage Usage() => UsageReader.Read(_files);

    /// <inheritdoc/>
    public HostHardware Hardware() => HardwareReader.Read(_files, CpuidRegisters.OfThisProcessor, HostLabels.Of(_view)) with { TimeStampCounter = _clock.Value };

    /// <inheritdoc/>
    public HostInformation? Information() => InformationReader.Read(_files);

    /// <inheritdoc/>
    public SmbiosInfo? Smbios() => SmbiosReader.Read(_files);

    /// <inheritdoc/>
    public ValueTask<AcceleratorVerdict> AcceleratorAsync(CancellationToken cancellationToken = default) =>
        _accelerators.VerdictAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<HostNode> NodeAsync(CancellationToken cancellationToken = default)
    {
        AcceleratorVerdict accelerator = await _accelerators.VerdictAsync(cancellationToken);
        QemuProgram qemu = await _inquiry.QemuAsync(cancellationToken);
        // Memory and processors may have been plugged in or taken out.
        _reading = Read();
        return NodeReader.Read(_files, accelerator, qemu.Version);
    }

    /// <inheritdoc/>
    public Task<HostCheckReport> CheckAsync(CancellationToken cancellationToken = default) => _check.RunAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _accelerators.Dispose();

    private Reading Read() => new(NodeReader.MemoryTotalKiB(MemInfo.Of(_files)), ProcessorReader.Online(_files));

    private sealed record Reading(long MemoryTotalKiB, int ProcessorsOnline);
}
