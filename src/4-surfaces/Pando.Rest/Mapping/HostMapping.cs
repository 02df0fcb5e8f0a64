using System.Globalization;
using System.Reflection;
using Pando.Domains;
using Pando.Model.Host;
using Pando.Model.Ports;
using Wire = Pando.Api.Host;

namespace Pando.Rest.Mapping;

/// <summary>The host in the contract's words.</summary>
public static class HostMapping
{
    private static readonly string Version =
        typeof(HostMapping).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>What it is and what runs on it.</summary>
    internal static Wire.HostFacts Of(HostNode node, IReadOnlyList<DomainView> machines, DateTimeOffset startedAt, CultureInfo culture) => new()
    {
        HostName = node.HostName,
        Version = Version,
        StartedAt = startedAt,
        Distribution = node.Distribution,
        Kernel = node.Kernel,
        Arch = node.Architecture,
        Processors = Of(node.Processors),
        MemoryTotalKiB = node.MemoryTotalKiB,
        MemoryAvailableKiB = node.MemoryAvailableKiB,
        Accelerator = Word(node.Accelerator.Accelerator),
        AcceleratorNotice = HostTexts.AcceleratorNotice(node.Accelerator, culture),
        QemuVersion = node.QemuVersion,
        Machines = machines.Count,
        MachinesActive = machines.Count(machine => machine.State.HasProcess),
    };

    /// <summary>How well it can run machines.</summary>
    public static Wire.HostCheckReport Of(HostCheckReport report, CultureInfo culture) => new()
    {
        CanRunMachines = report.CanRunMachines,
        CheckedAt = report.CheckedAt,
        Items =
        [
            .. report.Items.Items.Select(item => new Wire.HostCheckItem
            {
                Id = item.Id,
                Status = item.Status switch
                {
                    CheckStatus.Pass => Wire.CheckStatus.Pass,
                    CheckStatus.Warn => Wire.CheckStatus.Warn,
                    _ => Wire.CheckStatus.Fail,
                },
                Title = item.Title(culture),
                Message = item.Message(culture),
                Remedy = item.Remedy(culture),
            }),
        ],
    };

    /// <summary>The contract's word for what runs guests.</summary>
    internal static string Word(Accelerator accelerator) => accelerator == Accelerator.Kvm ? "kvm" : "tcg";

    private static Wire.HostProcessors Of(HostProcessors processors) => new()
    {
        Model = processors.Model,
        Online = processors.Online,
        Sockets = processors.Sockets,
        CoresPerSocket = processors.CoresPerSocket,
        ThreadsPerCore = processors.ThreadsPerCore,
        MHz = processors.MHz,
        NumaNodes = processors.NumaNodes,
    };
}
