using FsCheck;
using FsCheck.Fluent;
using Pando.Model.Domains;
using static Pando.Model.Tests.Generators.Generate;

namespace Pando.Model.Tests.Generators;

/// <summary>Features of the machine, of KVM and of Hyper-V.</summary>
internal static class FeatureGenerators
{
    public static Gen<DomainFeatures> Features =>
        Gen.Constant(new DomainFeatures())
            .With(Bool, (d, v) => d with { Acpi = v })
            .With(Bool, (d, v) => d with { Apic = v })
            .With(MaybeBool, (d, v) => d with { ApicEoi = d.Apic ? v : null })
            .With(Bool, (d, v) => d with { Pae = v })
            .With(MaybeBool, (d, v) => d with { Smm = v })
            .With(MaybeNumber(1, 65535), (d, v) => d with { TsegMiB = v })
            .With(MaybeBool, (d, v) => d with { VmPort = v })
            .With(MaybeBool, (d, v) => d with { PvSpinLock = v })
            .With(MaybeBool, (d, v) => d with { Pmu = v })
            .With(MaybeBool, (d, v) => d with { VmCoreInfo = v })
            .With(MaybeAny<IoApicDriver>(), (d, v) => d with { IoApic = v })
            .With(MaybeAny<UnknownMsrPolicy>(), (d, v) => d with { UnknownMsrs = v })
            .With(MaybeLong(1, 1 << 20), (d, v) => d with { TranslationCacheKiB = v })
            .With(Kvm, (d, v) => d with { Kvm = v })
            .With(Maybe(HyperV), (d, v) => d with { HyperV = v });

    private static Gen<KvmFeatures> Kvm =>
        Gen.Constant(new KvmFeatures())
            .With(MaybeBool, (d, v) => d with { Hidden = v })
            .With(MaybeBool, (d, v) => d with { HintDedicated = v })
            .With(MaybeBool, (d, v) => d with { PollControl = v })
            .With(MaybeBool, (d, v) => d with { PvIpi = v })
            .With(MaybeBool, (d, v) => d with { DirtyRing = v })
            .With(Gen.Elements(1024, 4096, 65536), (d, v) => d with { DirtyRingSize = d.DirtyRing == true ? v : null });

    private static Gen<HyperVFeatures> HyperV =>
        Gen.Constant(new HyperVFeatures())
            .With(Any<HyperVMode>(), (d, v) => d with { Mode = v })
            .With(MaybeBool, (d, v) => d with { Relaxed = v, Runtime = v, Avic = v })
            .With(MaybeBool, (d, v) => d with { Vapic = v, Synic = v, EmsrBitmap = v })
            .With(MaybeBool, (d, v) => d with { VpIndex = v, Reset = v, XmmInput = v })
            .With(MaybeBool, (d, v) => d with { Frequencies = v, Ipi = v })
            .With(MaybeBool, (d, v) => d with { Reenlightenment = v, Evmcs = v })
            .With(MaybeBool, (d, v) => d with { Spinlocks = v, SpinlockRetries = v == true ? 8191 : null })
            .With(MaybeBool, (d, v) => d with { Stimer = v })
            .With(MaybeBool, (d, v) => d with { StimerDirect = d.Stimer == true ? v : null })
            .With(MaybeBool, (d, v) => d with { TlbFlush = v })
            .With(MaybeBool, (d, v) => d with { TlbFlushDirect = d.TlbFlush == true ? v : null })
            .With(MaybeBool, (d, v) => d with { TlbFlushExtended = d.TlbFlush == true ? v : null })
            .With(MaybeBool, (d, v) => d with { Vendor = v })
            .With(Gen.Elements("", "KVM Hv", "<&'\"> abcdef"), (d, v) => d with { VendorName = d.Vendor == true ? v : null });
}
