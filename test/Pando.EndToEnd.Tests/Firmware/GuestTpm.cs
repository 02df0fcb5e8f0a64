using Pando.Testing;

namespace Pando.EndToEnd.Tests.Firmware;

/// <summary>
/// A TPM as a guest without any software for it uses it: commands byte by byte through its device (TCG, "TPM 2.0 Part 3:
/// Commands"). What it is to remember is an area of its persistent memory.
/// </summary>
internal static class GuestTpm
{
    private const string Success = "00000000";

    // TPM2_NV_DefineSpace by the owner, who has no password: index 0x01800001, eight bytes that owner and user read and write.
    private const string Define = "80020000002d0000012a40000001000000094000000900000000000000000e01800001000b0006000600000008";

    // TPM2_NV_ReadPublic of it.
    private const string Show = "80010000000e0000016901800001";

    /// <summary>The program that the guest says a command with.</summary>
    public static GuestFile Program { get; } = GuestFile.OfText(
        "bin/tpm",
        """
        #!/bin/sh
        exec 3<>/dev/tpm0
        printf "$1" >&3
        dd bs=4096 count=1 <&3 2>/dev/null | od -An -v -tx1 | tr -d ' \n'

        """,
        executable: true);

    /// <summary>Has it remember.</summary>
    public static async Task RememberAsync(GuestConsole guest) => Assert.Equal(Success, await CodeAsync(guest, Define));

    /// <summary>Whether it remembers; false where it is one that was never told.</summary>
    public static async Task<bool> RemembersAsync(GuestConsole guest) => await CodeAsync(guest, Show) == Success;

    /// <summary>The code of its answer.</summary>
    private static async Task<string> CodeAsync(GuestConsole guest, string command)
    {
        var bytes = Convert.FromHexString(command).Select(value => "\\" + Convert.ToString(value, 8).PadLeft(3, '0'));
        var answer = await guest.AskAsync($"tpm '{string.Concat(bytes)}'");
        return answer.Length >= 20 ? answer[12..20] : throw new InvalidOperationException($"The TPM answered '{answer}'.");
    }
}
