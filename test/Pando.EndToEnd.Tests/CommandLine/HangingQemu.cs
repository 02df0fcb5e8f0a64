namespace Pando.EndToEnd.Tests.CommandLine;

/// <summary>A QEMU that starts as it should until it is told to hang at its start.</summary>
internal sealed class HangingQemu
{
    private readonly string _order;

    private HangingQemu(string program, string order)
    {
        Program = program;
        _order = order;
    }

    public string Program { get; }

    /// <param name="folder">Where its program is put.</param>
    public static HangingQemu In(string folder)
    {
        var qemu = new HangingQemu(Path.Combine(folder, "hanging-qemu"), Path.Combine(folder, "hang"));
        File.WriteAllText(qemu.Program, $"#!/bin/sh\n[ -e {qemu._order} ] && exec tail -f /dev/null\nexec /usr/bin/qemu-system-x86_64 \"$@\"\n");
        File.SetUnixFileMode(qemu.Program, (UnixFileMode)0b111_101_101);
        return qemu;
    }

    public void HangFromNowOn() => File.WriteAllText(_order, "");
}
