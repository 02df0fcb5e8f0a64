using Pando.Cli.Consoles;

namespace Pando.Cli.Tests.Consoles;

/// <summary>A guest that still boots prints lines that end like a shell's prompt.</summary>
public class MistakenShellTests
{
    [Fact]
    public void What_only_looked_like_a_shell_is_left_for_the_login_prompt()
    {
        var dialogue = new LoginDialogue("an", "secret");
        dialogue.Prod();
        Assert.StartsWith("echo PANDO-", Show(dialogue, "[    1.0] waiting for the root device # "u8), StringComparison.Ordinal);
        Assert.Equal("an\r", Show(dialogue, "\r\nLogin incorrect\r\ndemo login: "u8));
        Assert.Equal("secret\r", Show(dialogue, "an\r\nPassword: "u8));
    }

    private static string? Show(LoginDialogue dialogue, ReadOnlySpan<byte> output)
    {
        dialogue.Take(output);
        return dialogue.Answer();
    }
}
