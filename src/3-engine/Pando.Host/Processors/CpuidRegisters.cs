using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Pando.Host.Processors;

/// <summary>What the instruction CPUID answers.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CpuidRegisters(uint Eax, uint Ebx, uint Ecx, uint Edx)
{
    /// <summary>The processor that this runs on; null where it is no x86 processor.</summary>
    public static Func<uint, uint, CpuidRegisters>? OfThisProcessor => X86Base.IsSupported ? Ask : null;

    private static CpuidRegisters Ask(uint leaf, uint subleaf)
    {
        var (eax, ebx, ecx, edx) = X86Base.CpuId(unchecked((int)leaf), unchecked((int)subleaf));
        return unchecked(new CpuidRegisters((uint)eax, (uint)ebx, (uint)ecx, (uint)edx));
    }
}

/// <summary>Which of the four.</summary>
internal enum CpuidRegister
{
    Eax,
    Ebx,
    Ecx,
    Edx,
}
