using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Model.Xml.Processors;
using Pando.Qemu.Processors;

namespace Pando.Domains.Capabilities;

internal sealed partial class GuestCapabilities
{
    public async Task<CpuVerdict> CompareAsync(CpuQuestion question, CancellationToken cancellationToken = default)
    {
        var cpu = DescribedCpuXml.ReadAll(question.Text, question.Strict)[0];
        var basis = await BasisAsync(question, cancellationToken);
        // What is no processor's own is there for every guest: it says nothing.
        return CpuComparing.Compare(
            question.Machine is null ? cpu : cpu with { Features = [.. cpu.Features.Items.Where(feature => !ProcessorContents.IsNone(feature.Name))] },
            basis.Architecture, basis.Vendor, basis.Features, basis.Contents);
    }

    public async Task<CpuDefinition> BaselineAsync(CpuQuestion question, bool migratable, bool expand, CancellationToken cancellationToken = default)
    {
        var cpus = DescribedCpuXml.ReadAll(question.Text, question.Strict);
        var basis = await BasisAsync(question, cancellationToken);
        foreach (var architecture in cpus.Select(static cpu => cpu.Architecture))
        {
            // Hosts are told from each other by it; a machine is what the question says.
            if (architecture is null && question.Machine is null)
            {
                throw new CallerException(ErrorCodes.Definition.Missing, ("line", "1"), ("element", "/cpu/arch"));
            }
            if (architecture is not null && architecture != basis.Architecture)
            {
                throw new CallerException(ErrorCodes.Qemu.OtherArchitecture, ("architecture", architecture), ("there", basis.Architecture));
            }
        }
        return CpuBaseline.Of(cpus, basis.Contents, question.Machine is null ? null : basis.Features.ToHashSet(StringComparer.Ordinal), migratable, expand);
    }

    /// <summary>What is compared with: the host's own processor, or all that a machine gets of it.</summary>
    private async Task<Basis> BasisAsync(CpuQuestion question, CancellationToken cancellationToken)
    {
        var accelerator = await AcceleratorAsync(question.Machine?.Type, cancellationToken);
        var qemu = await Wanted(question.Machine ?? new MachineWish(), accelerator, cancellationToken);
        var hardware = services.Host.Hardware();
        var contents = new ProcessorContents(qemu, (hardware.Processor?.Known.Items ?? []).ToHashSet(StringComparer.Ordinal));
        return question.Machine is null
            ? new Basis(hardware.Architecture, Vendors.Name(hardware.Processor?.Vendor), hardware.Processor?.Features.Items ?? [], contents)
            : new Basis(qemu.Architecture, Vendors.Name(qemu.HostProcessor?.Vendor), qemu.HostProcessor is { } given ? contents.Of(given) : [], contents);
    }

    private sealed record Basis(string Architecture, string? Vendor, IReadOnlyList<string> Features, ProcessorContents Contents);
}
