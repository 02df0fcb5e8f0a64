using System.Buffers.Binary;

namespace Pando.Linux.Kvm;

/// <summary>
/// A guest of some sixty bytes that does what a kernel does first and what a KVM that cannot run a kernel fails at: 64-bit code
/// behind page tables, a breakpoint through the interrupt table and back, an atomic exchange of 16 bytes. It reports over one port.
/// </summary>
internal static class ProbeGuest
{
    public const int MemoryBytes = 0x200000;
    public const ushort Port = 0x5A1;

    /// <summary>What the guest reads from the port, and sends back plus one.</summary>
    public const byte Question = 0x3C;

    private const int Pml4 = 0x1000;
    private const int Pdpt = 0x2000;
    private const int Pd = 0x3000;
    private const int Gdt = 0x4000;
    private const int Idt = 0x5000;
    private const int Tss = 0x6000;
    private const int Code = 0x10000;
    private const int Handler = 0x11000;
    private const int StackTop = 0x20000;
    private const int Data = 0x30000;
    private const int CodeSelector = 0x08;
    private const int DataSelector = 0x10;
    private const int TssSelector = 0x18;
    private const int BreakpointVector = 3;

    /// <summary>What the guest writes to the port, in order, and what each byte proves.</summary>
    public static IReadOnlyList<(byte Value, string Proves)> Expected { get; } =
    [
        (0x50, "64-bit-code"),
        (Question + 1, "port-input"),
        (1, "breakpoint-and-return"),
        (1, "cmpxchg16b"),
    ];

    private static ReadOnlySpan<byte> Program =>
    [
        0x66, 0xBA, Port & 0xFF, Port >> 8, // mov dx, Port
        0xB0, 0x50, // mov al, 0x50
        0xEE, // out dx, al
        0xEC, // in al, dx
        0x04, 0x01, // add al, 1
        0xEE, // out dx, al
        0x4D, 0x31, 0xC0, // xor r8, r8
        0xCC, // int3
        0x44, 0x88, 0xC0, // mov al, r8b
        0xEE, // out dx, al
        0xBE, 0x00, 0x00, 0x03, 0x00, // mov esi, Data
        0x48, 0x8B, 0x06, // mov rax, [rsi]
        0x48, 0x8B, 0x56, 0x08, // mov rdx, [rsi+8]
        0xBB, 0x78, 0x56, 0x34, 0x12, // mov ebx, 0x12345678
        0xB9, 0x21, 0x43, 0x65, 0x07, // mov ecx, 0x07654321
        0xF0, 0x48, 0x0F, 0xC7, 0x0E, // lock cmpxchg16b [rsi]
        0x0F, 0x94, 0xC0, // setz al
        0x66, 0xBA, Port & 0xFF, Port >> 8, // mov dx, Port
        0xEE, // out dx, al
        0xF4, // hlt
    ];

    private static ReadOnlySpan<byte> BreakpointHandler =>
    [
        0x49, 0xFF, 0xC0, // inc r8
        0x48, 0xCF, // iretq
    ];

    public static void Load(Span<byte> memory)
    {
        const ulong presentWritable = 3;
        const ulong largePage = 0x80;
        Write(memory, Pml4, Pdpt | presentWritable);
        Write(memory, Pdpt, Pd | presentWritable);
        Write(memory, Pd, presentWritable | largePage);
        Write(memory, Gdt + CodeSelector, 0x00AF_9B00_0000_FFFF);
        Write(memory, Gdt + DataSelector, 0x00CF_9300_0000_FFFF);
        // An interrupt gate of 64-bit code: offset, selector, type 0xE present.
        Write(memory, Idt + (BreakpointVector * 16), (Handler & 0xFFFFul) | ((ulong)CodeSelector << 16) | (0x8E00ul << 32) | ((ulong)(Handler >> 16) << 48));
        Write(memory, Data, 0x1111_1111_2222_2222);
        Write(memory, Data + 8, 0x3333_3333_4444_4444);
        Program.CopyTo(memory[Code..]);
        BreakpointHandler.CopyTo(memory[Handler..]);
    }

    public static KvmRegisters Registers() => new() { Rip = Code, Rsp = StackTop, Rflags = 2 };

    public static KvmSystemRegisters SystemRegisters(KvmSystemRegisters from)
    {
        var code = new KvmSegment
        {
            Limit = uint.MaxValue,
            Selector = CodeSelector,
            Type = 0xB,
            Present = 1,
            System = 1,
            Long = 1,
            Granularity = 1,
        };
        KvmSegment data = code with { Selector = DataSelector, Type = 3, Long = 0, DefaultBig = 1 };
        from.Cs = code;
        (from.Ds, from.Es, from.Fs, from.Gs, from.Ss) = (data, data, data, data, data);
        from.Tr = new KvmSegment { Base = Tss, Limit = 0x67, Selector = TssSelector, Type = 0xB, Present = 1 };
        from.Gdt = new KvmTable { Base = Gdt, Limit = TssSelector + 15 };
        from.Idt = new KvmTable { Base = Idt, Limit = 0xFFF };
        from.Cr0 = 0x8001_0033; // paging, write protect, numeric error, extension type, monitor, protection
        from.Cr3 = Pml4;
        from.Cr4 = 0x620; // physical address extension, SSE
        from.Efer = 0x500; // long mode enabled and active
        return from;
    }

    private static void Write(Span<byte> memory, int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(memory[at..], value);
}
