using Pando.Model.Domains;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>What a guest sees of Hyper-V: properties of its processors. Only KVM gives it.</summary>
internal static class HyperVProperties
{
    public static KeyValueForm AddHyperV(this KeyValueForm form, HyperVFeatures? hyperv) => hyperv is null ? form : form
        .Add("hv-passthrough", hyperv.Mode == HyperVMode.Passthrough ? true : null)
        .Add("hv-relaxed", hyperv.Relaxed)
        .Add("hv-vapic", hyperv.Vapic)
        .Add("hv-spinlocks", hyperv.Spinlocks == true ? $"0x{hyperv.SpinlockRetries:x}" : null)
        .Add("hv-vpindex", hyperv.VpIndex)
        .Add("hv-runtime", hyperv.Runtime)
        .Add("hv-synic", hyperv.Synic)
        .Add("hv-stimer", hyperv.Stimer)
        .Add("hv-stimer-direct", hyperv.StimerDirect)
        .Add("hv-reset", hyperv.Reset)
        .Add("hv-vendor-id", hyperv.Vendor == true ? hyperv.VendorName : null)
        .Add("hv-frequencies", hyperv.Frequencies)
        .Add("hv-reenlightenment", hyperv.Reenlightenment)
        .Add("hv-tlbflush", hyperv.TlbFlush)
        .Add("hv-tlbflush-direct", hyperv.TlbFlushDirect)
        .Add("hv-tlbflush-ext", hyperv.TlbFlushExtended)
        .Add("hv-ipi", hyperv.Ipi)
        .Add("hv-evmcs", hyperv.Evmcs)
        .Add("hv-avic", hyperv.Avic)
        .Add("hv-emsr-bitmap", hyperv.EmsrBitmap)
        .Add("hv-xmm-input", hyperv.XmmInput);
}
