using System.Runtime.InteropServices;

namespace Pando.Linux.Kvm;

// The structures of <linux/kvm.h> and <asm/kvm.h> for x86-64, as Documentation/virt/kvm/api.rst names them.

/// <summary>struct kvm_userspace_memory_region.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KvmMemoryRegion
{
    public uint Slot;
    public uint Flags;
    public ulong GuestAddress;
    public ulong Size;
    public ulong UserAddress;
}

/// <summary>struct kvm_regs.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KvmRegisters
{
    public ulong Rax;
    public ulong Rbx;
    public ulong Rcx;
    public ulong Rdx;
    public ulong Rsi;
    public ulong Rdi;
    public ulong Rsp;
    public ulong Rbp;
    public ulong R8;
    public ulong R9;
    public ulong R10;
    public ulong R11;
    public ulong R12;
    public ulong R13;
    public ulong R14;
    public ulong R15;
    public ulong Rip;
    public ulong Rflags;
}

/// <summary>struct kvm_segment.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KvmSegment
{
    public ulong Base;
    public uint Limit;
    public ushort Selector;
    public byte Type;
    public byte Present;
    public byte Dpl;
    public byte DefaultBig;
    public byte System;
    public byte Long;
    public byte Granularity;
    public byte Available;
    public byte Unusable;
    public byte Padding;
}

/// <summary>struct kvm_dtable.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KvmTable
{
    public ulong Base;
    public ushort Limit;
    public ushort Padding0;
    public ushort Padding1;
    public ushort Padding2;
}

/// <summary>struct kvm_sregs.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct KvmSystemRegisters
{
    public KvmSegment Cs;
    public KvmSegment Ds;
    public KvmSegment Es;
    public KvmSegment Fs;
    public KvmSegment Gs;
    public KvmSegment Ss;
    public KvmSegment Tr;
    public KvmSegment Ldt;
    public KvmTable Gdt;
    public KvmTable Idt;
    public ulong Cr0;
    public ulong Cr2;
    public ulong Cr3;
    public ulong Cr4;
    public ulong Cr8;
    public ulong Efer;
    public ulong ApicBase;
    public fixed ulong InterruptBitmap[4];
}

/// <summary>struct kvm_msrs with one entry behind it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KvmOneMsr
{
    public uint Count;
    public uint Padding;
    public uint Index;
    public uint Reserved;
    public ulong Value;
}

/// <summary>The head of struct kvm_run, with the members of its union that the probe reads.</summary>
[StructLayout(LayoutKind.Explicit)]
internal struct KvmRun
{
    public const uint ExitIo = 2;
    public const uint ExitHlt = 5;
    public const uint ExitShutdown = 8;
    public const uint ExitFailEntry = 9;
    public const uint ExitInterrupted = 10;
    public const uint ExitInternalError = 17;

    [FieldOffset(8)]
    public uint ExitReason;

    /// <summary>0: the guest reads, 1: it writes.</summary>
    [FieldOffset(32)]
    public byte IoDirection;

    [FieldOffset(33)]
    public byte IoSize;

    [FieldOffset(34)]
    public ushort IoPort;

    [FieldOffset(40)]
    public ulong IoDataOffset;

    [FieldOffset(32)]
    public uint InternalSuberror;

    [FieldOffset(32)]
    public ulong FailEntryReason;
}
