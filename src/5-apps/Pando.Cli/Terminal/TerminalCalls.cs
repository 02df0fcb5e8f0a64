using System.Runtime.InteropServices;

namespace Pando.Cli.Terminal;

/// <summary>The C library's terminal calls.</summary>
internal static partial class TerminalCalls
{
    /// <summary>Larger than struct termios of any Linux C library (glibc: 60 bytes).</summary>
    public const int TermiosSize = 256;

    private const nuint WindowSize = 0x5413; // TIOCGWINSZ, <asm-generic/ioctls.h>
    private const int AfterOutput = 1; // TCSADRAIN, <termios.h>

    public static bool IsTerminal(int descriptor) => isatty(descriptor) == 1;

    /// <summary>Columns of the terminal, or null where it doesn't say.</summary>
    public static int? Columns(int descriptor)
    {
        Span<ushort> size = stackalloc ushort[4];
        return ioctl(descriptor, WindowSize, size) == 0 && size[1] > 0 ? size[1] : null;
    }

    public static bool Read(int descriptor, Span<byte> settings) => tcgetattr(descriptor, settings) == 0;

    public static bool Write(int descriptor, ReadOnlySpan<byte> settings) => tcsetattr(descriptor, AfterOutput, settings) == 0;

    public static void MakeRaw(Span<byte> settings) => cfmakeraw(settings);

    [LibraryImport("libc")]
    private static partial int isatty(int descriptor);

    [LibraryImport("libc")]
    private static partial int ioctl(int descriptor, nuint request, Span<ushort> size);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int tcgetattr(int descriptor, Span<byte> settings);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int tcsetattr(int descriptor, int when, ReadOnlySpan<byte> settings);

    [LibraryImport("libc")]
    private static partial void cfmakeraw(Span<byte> settings);
}
