using Pando.Model.Domains;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>What KVM tells the guest of itself, and its clocks: properties of the processors. QEMU's translator has none of it.</summary>
internal static class KvmProperties
{
    public static KeyValueForm AddKvm(this KeyValueForm form, DomainDefinition definition)
    {
        DomainFeatures features = definition.Features;
        form.Add("kvm-pv-eoi", features.ApicEoi)
            .Add("kvm-pv-unhalt", features.PvSpinLock)
            .Add("kvm", features.Kvm.Hidden == true ? false : null)
            .Add("kvm-hint-dedicated", features.Kvm.HintDedicated)
            .Add("kvm-poll-control", features.Kvm.PollControl)
            .Add("kvm-pv-ipi", features.Kvm.PvIpi)
            .Add("pmu", features.Pmu);
        foreach (ClockTimer timer in definition.Clock.Timers.Items)
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

        return form.AddHyperV(features.HyperV);
    }
}
