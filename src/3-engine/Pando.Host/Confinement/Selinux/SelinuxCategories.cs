using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Pando.Host.Files;
using Pando.Model.Domains;

namespace Pando.Host.Confinement.Selinux;

/// <summary>
/// Two categories that no other process of the host has together: machines of one type are kept apart by them alone. A machine gets
/// the same ones again whenever they are free.
/// </summary>
internal static class SelinuxCategories
{
    private const int Count = 1024;

    /// <summary>For example <c>c12,c345</c>.</summary>
    public static string Choose(DomainId machine, IReadOnlySet<string> taken)
    {
        Span<byte> seed = stackalloc byte[20];
        machine.Value.TryWriteBytes(seed);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        for (int attempt = 0; ; attempt++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(seed[16..], attempt);
            SHA256.HashData(seed, hash);
            int one = BinaryPrimitives.ReadUInt16LittleEndian(hash) % Count;
            int other = BinaryPrimitives.ReadUInt16LittleEndian(hash[2..]) % Count;
            string pair = string.Create(CultureInfo.InvariantCulture, $"c{Math.Min(one, other)},c{Math.Max(one, other)}");
            // A single category would be a part of other machines' pairs.
            if (one != other && !taken.Contains(pair))
            {
                return pair;
            }
        }
    }

    /// <summary>The pairs of all processes, whoever started them, and of these contexts.</summary>
    public static IReadOnlySet<string> Taken(HostFiles files, IEnumerable<string?> contexts) =>
        files.Names("/proc")
            .Where(static name => char.IsAsciiDigit(name[0]))
            .Select(pid => files.Text($"/proc/{pid}/attr/current"))
            .Concat(contexts)
            .Select(static context => context is null ? null : Of(context))
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>What stands behind the sensitivity: user:role:type:s0:c1,c2.</summary>
    public static string? Of(string context)
    {
        string[] parts = context.TrimEnd('\0', '\n').Split(':');
        return parts.Length > 4 ? parts[4] : null;
    }
}
