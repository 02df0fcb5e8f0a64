using System.Globalization;
using System.Text;
using Pando.Host.Files;
using Pando.Model;
using Pando.Model.Host;

namespace Pando.Host.Processors;

/// <summary>Reads what an x86 processor says of itself.</summary>
internal static class ProcessorIdentityReader
{
    private const uint Basic = 0;
    private const uint Signature = 1;
    private const uint Extended = 0x8000_0000;
    private const uint AddressSizes = 0x8000_0008;

    /// <summary>The processor.</summary>
    /// <param name="ask">The instruction CPUID.</param>
    /// <param name="files">The kernel's account of what CPUID does not tell.</param>
    public static ProcessorIdentity Read(Func<uint, uint, CpuidRegisters> ask, HostFiles files)
    {
        var basic = ask(Basic, 0);
        var signature = ask(Signature, 0).Eax;
        var features = CpuidFeatures.Of(ask).ToList();
        return new ProcessorIdentity
        {
            Vendor = Letters(basic.Ebx, basic.Edx, basic.Ecx),
            Family = Family(signature),
            Model = Model(signature),
            Stepping = (int)(signature & 0xf),
            Microcode = Microcode(CpuInfo.Of(files).Field("microcode")),
            PhysicalBits = ask(Extended, 0).Eax >= AddressSizes && (int)(ask(AddressSizes, 0).Eax & 0xff) is > 0 and var bits ? bits : null,
            Known = [.. CpuidFeatures.Names, .. CapabilityRegisters.Names],
            Features = [.. features, .. features.Contains(CapabilityRegisters.Announced) ? CapabilityRegisters.Of(files) : []],
        };
    }

    // The extended family counts only where the family is full, the extended model there and in family 6 (Intel's SDM, CPUID leaf 1).
    private static int Family(uint signature)
    {
        var family = (signature >> 8) & 0xf;
        return (int)(family == 0xf ? family + ((signature >> 20) & 0xff) : family);
    }

    private static int Model(uint signature)
    {
        var (family, model) = ((signature >> 8) & 0xf, (signature >> 4) & 0xf);
        return (int)(family is 0x6 or 0xf ? model | ((signature >> 12) & 0xf0) : model);
    }

    private static string Letters(params ReadOnlySpan<uint> registers)
    {
        var letters = new StringBuilder();
        foreach (var register in registers)
        {
            for (var shift = 0; shift < 32; shift += 8)
            {
                letters.Append((char)((register >> shift) & 0xff));
            }
        }
        return letters.ToString().TrimEnd('\0');
    }

    // "0xb00202f"
    private static long? Microcode(string? text) =>
        text is ['0', 'x', .. var digits] && long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var version) ? version : null;
}
