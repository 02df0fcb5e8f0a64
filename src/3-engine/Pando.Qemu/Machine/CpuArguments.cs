using System.Globalization;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;

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
        KeyValueForm form = Base(cpu, context);
        foreach (CpuFeature feature in cpu.Features.Items)
        {
            // QEMU leaves out what the accelerator cannot give, unless "enforce" says otherwise: that makes a feature optional.
            form.Add(QemuName(feature.Name), feature.Policy is not (CpuFeaturePolicy.Disable or CpuFeaturePolicy.Forbid));
        }

        return Paravirtual(form, context).Add("enforce", cpu.Check == CpuCheck.Full ? true : null);
    }

    private static KeyValueForm Base(CpuDefinition cpu, ArgumentContext context)
    {
        if (cpu is { Mode: CpuMode.Custom or null, Model: { } model })
        {
            return new KeyValueForm(context.Capabilities.CpuModel(model).Name);
        }

        // Without KVM there is no processor of the host to pass on: the translator gives all it has.
        if (!context.UsesKvm || cpu.Mode == CpuMode.Maximum)
        {
            return new KeyValueForm(Everything);
        }

        return new KeyValueForm(Host).Add("migratable", cpu.Mode == CpuMode.HostPassthrough ? cpu.Migratable : true);
    }

    /// <summary>What only KVM can give.</summary>
    private static KeyValueForm Paravirtual(KeyValueForm form, ArgumentContext context)
    {
        if (!context.UsesKvm)
        {
            return form;
        }

        DomainFeatures features = context.Definition.Features;
        form.Add("kvm-pv-eoi", features.ApicEoi)
            .Add("kvm-pv-unhalt", features.PvSpinLock)
            .Add("kvm", features.Kvm.Hidden == true ? false : null);
        foreach (ClockTimer timer in context.Definition.Clock.Timers.Items)
        {
            switch (timer.Name)
            {
                case TimerName.KvmClock:
                    form.Add("kvmclock", timer.Present);
                    break;
                case TimerName.HyperVClock:
                    form.Add("hv-time", timer.Present);
                    break;
                case TimerName.Tsc:
                    form.Add("tsc-frequency", timer.FrequencyHz);
                    break;
                default:
                    break;
            }
        }

        return form;
    }

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
        return new KeyValueForm(definition.VcpusCurrent.ToString(CultureInfo.InvariantCulture))
            .Add("maxcpus", definition.Vcpus == definition.VcpusCurrent ? null : definition.Vcpus)
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
