using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Pando.Bench;

/// <summary>
/// A guest that writes all of its memory full of numbers that nothing compresses, says so on its serial port and stops: a
/// kernel of a few bytes by the Multiboot specification 0.6.96, with the addresses in its header (flag 16).
/// </summary>
internal static class FillingGuest
{
    public const long MemoryBytes = 1L << 30;

    private const uint LoadedAt = 0x100000;
    private const uint FilledFrom = 0x200000;
    private const uint Magic = 0x1BADB002;
    private const uint HasAddresses = 1 << 16;
    private const int HeaderBytes = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(50);

    /// <summary>Writes the kernel into a folder. Answers its path.</summary>
    public static string WriteKernel(string folder)
    {
        var path = Path.Combine(folder, "filling-kernel");
        File.WriteAllBytes(path, [.. Header(), .. Code()]);
        return path;
    }

    public static byte[] Machine(string name, string type, string kernel, string words) => Encoding.UTF8.GetBytes(
        $"<domain type='{type}'><name>{name}</name><memory unit='b'>{MemoryBytes.ToString(CultureInfo.InvariantCulture)}</memory><vcpu>1</vcpu>"
        + $"<os><type arch='x86_64' machine='q35'>hvm</type><kernel>{kernel}</kernel></os>"
        + $"<devices><serial type='file'><source path='{words}'/></serial></devices></domain>");

    /// <summary>Waits until the guest has said that its memory is full.</summary>
    public static async Task UntilFullAsync(string words)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(Spacing);
        while (new FileInfo(words) is { Exists: false } or { Length: 0 })
        {
            await look.WaitForNextTickAsync(limit.Token);
        }
    }

    private static byte[] Header()
    {
        var header = new byte[HeaderBytes];
        uint[] fields = [Magic, HasAddresses, unchecked(0 - Magic - HasAddresses), LoadedAt, LoadedAt, 0, 0, LoadedAt + HeaderBytes];
        for (var index = 0; index < fields.Length; index++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(index * sizeof(uint)), fields[index]);
        }
        return header;
    }

    private static byte[] Code() =>
    [
        0xFC,                                                       // cld
        0xBF, .. Number(FilledFrom),                                // mov edi, FilledFrom
        0xB9, .. Number((uint)(MemoryBytes - FilledFrom) / 4),      // mov ecx, words
        0xB8, .. Number(0x9E3779B9),                                // mov eax, seed
        0x89, 0xC3, 0xC1, 0xE3, 13, 0x31, 0xD8,                     // next: eax ^= eax << 13
        0x89, 0xC3, 0xC1, 0xEB, 17, 0x31, 0xD8,                     // eax ^= eax >> 17
        0x89, 0xC3, 0xC1, 0xE3, 5, 0x31, 0xD8,                      // eax ^= eax << 5
        0xAB, 0x49, 0x75, 0xE7,                                     // stosd; dec ecx; jnz next
        0x66, 0xBA, 0xF8, 0x03, 0xB0, (byte)'!', 0xEE,              // out 0x3f8, '!'
        0xFA, 0xF4, 0xEB, 0xFC,                                     // cli; hlt; again
    ];

    private static byte[] Number(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
