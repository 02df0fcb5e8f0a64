using System.Globalization;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;
using Pando.Qemu.Devices;
using Pando.Qemu.Processors;

namespace Pando.Qemu.Machine;

/// <summary>The processor that the guest sees, and how many there are.</summary>
internal static class CpuArguments
{
    private const string Everything = "max";
    private const string Host = "host";

    public static IEnumerable<QemuArgument> Of(ArgumentContext context) => [Model(context).As("-cpu"), Count(context)];

    private static KeyValueForm Model(ArgumentContext context)
    {
        CpuDefinition cpu = context.Definition.Cpu ?? new CpuDefinition();
        KeyValueForm form = Options(Base(cpu, context), cpu);
        foreach (CpuFeature feature in cpu.Features.Items)
        {
            // QEMU leaves out what the accelerator cannot give; what it did give is asked before the guest runs.
            form.Add(QemuName(feature.Name), feature.Policy is not (CpuFeaturePolicy.Disable or CpuFeaturePolicy.Forbid));
        }

        return context.UsesKvm ? form.AddKvm(context.Definition).Add("hv-crash", PanicArguments.WantsHyperV(context) ? true : null) : form;
    }

    private static KeyValueForm Options(KeyValueForm form, CpuDefinition cpu) => form
        .Add("vendor", cpu.VendorId)
        // Named models have no caches of the host to show.
        .Add("host-cache-info", cpu.Cache is null || IsNamed(cpu) ? null : cpu.Cache.Mode == CpuCacheMode.Passthrough)
        .Add("l3-cache", cpu.Cache is null ? null : cpu.Cache.Mode == CpuCacheMode.Emulate)
        .Add("phys-bits", cpu.MaxPhysicalAddress?.Bits)
        .Add("host-phys-bits", cpu.MaxPhysicalAddress is null ? null : cpu.MaxPhysicalAddress.Mode == MaxPhysicalAddressMode.Passthrough);

    private static KeyValueForm Base(CpuDefinition cpu, ArgumentContext context)
    {
        if (IsNamed(cpu))
        {
            return new KeyValueForm(CpuComparison.Checked(cpu, context.Capabilities.CpuModel(cpu.Model!), context).Name);
        }

        // Without KVM there is no processor of the host to pass on: the translator gives all it has.
        if (!context.UsesKvm || cpu.Mode == CpuMode.Maximum)
        {
            return new KeyValueForm(Everything);
        }

        return new KeyValueForm(Host).Add("migratable", cpu.Mode == CpuMode.HostPassthrough ? cpu.Migratable : true);
    }

    private static bool IsNamed(CpuDefinition cpu) => cpu is { Mode: CpuMode.Custom or null, Model: not null };

    private static QemuArgument Count(ArgumentContext context)
    {
        DomainDefinition definition = context.Definition;
        if (definition.Vcpus > context.Machine.MaxCpus)
        {
            throw new CallerException(
                ErrorCodes.Qemu.TooManyCpus,
                ("machine", context.Machine.Name),
                ("asked", definition.Vcpus.ToString(CultureInfo.InvariantCulture)),
                ("most", context.Machine.MaxCpus.ToString(CultureInfo.InvariantCulture)));
        }

        // One package: some guests use only as many packages as their licence has.
        CpuTopology topology = definition.Cpu?.Topology ?? new CpuTopology(1, 1, definition.Vcpus, 1);
        // Those that can be unplugged are plugged before the guest runs.
        int present = definition.VcpuStates.IsEmpty
            ? definition.VcpusCurrent
            : definition.VcpuStates.Items.Count(vcpu => vcpu is { Enabled: true, Hotpluggable: false });
        return new KeyValueForm(present.ToString(CultureInfo.InvariantCulture))
            .Add("maxcpus", definition.Vcpus == present ? null : definition.Vcpus)
            .Add("sockets", topology.Sockets)
            .Add("dies", topology.Dies == 1 ? null : topology.Dies)
            .Add("cores", topology.Cores)
            .Add("threads", topology.Threads)
            .As("-smp");
    }

    /// <summary>libvirt writes underscores where QEMU's properties have hyphens; a name becomes a key, so nothing else may be in it.</summary>
    private static string QemuName(string feature)
    {
        string name = feature.Replace('_', '-');
        return name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')
            ? name
            : throw new CallerException(
                ErrorCodes.Qemu.CannotExpress, ("what", $"processor feature '{feature}'"), ("reason", "qemu.reason.unknown-cpu-feature"));
    }
}
