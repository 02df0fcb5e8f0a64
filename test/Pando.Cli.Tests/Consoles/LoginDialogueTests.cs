using System.Text;
using Pando.Cli.Consoles;

namespace Pando.Cli.Tests.Consoles;

public class LoginDialogueTests
{
    private readonly LoginDialogue _dialogue = new("me", "geheim");

    private string? Take(string output) => _dialogue.Take(Encoding.UTF8.GetBytes(output));

    [Fact]
    public void A_login_is_prompt_name_password_shell_and_proof()
    {
        Assert.Null(Take("Linux version 6.1\r\n[    1.0] systemd[1]: Started.\r\n\r\nDebian GNU/Linux 12 web1 ttyS0\r\n\r\n"));
        Assert.Equal("me\r", Take("web1 login: "));
        Assert.Null(Take("me\r\n"));
        Assert.Equal("geheim\r", Take("Password: "));
        Assert.Null(Take("\r\nLinux web1 6.1\r\nLast login: Tue Nov  3 09:00:00 UTC 2026 on ttyS0\r\n"));
        Assert.Equal("echo PANDO-$((40+2))-$(id -un)\r", Take("\e[?2004h\e]0;me@web1: ~\ame@web1:~$ "));
        Assert.Null(Take("echo PANDO-$((40+2))-$(id -un)\r\n"));
        Assert.NotEqual(LoginPhase.LoggedIn, _dialogue.Phase);
        Assert.Null(Take("PANDO-42-me\r\n"));
        Assert.Equal(LoginPhase.LoggedIn, _dialogue.Phase);
        Assert.False(_dialogue.WasLoggedIn);
    }

    [Fact]
    public void A_prompt_may_come_in_pieces()
    {
        Assert.Null(Take("web1 lo"));
        Assert.Null(Take("gin"));
        Assert.Equal("me\r", Take(":"));
        Assert.Null(Take(" me\r\nPass"));
        Assert.Equal("geheim\r", Take("word: "));
    }

    [Fact]
    public void A_user_without_a_password_comes_to_the_shell_at_once()
    {
        Take("web1 login: ");
        Assert.StartsWith("echo ", Take("me\r\n# "), StringComparison.Ordinal);
    }

    [Fact]
    public void The_date_of_the_last_login_is_no_prompt()
    {
        Take("web1 login: ");
        Take("Password: ");
        Assert.Null(Take("\r\nLast login:"));
    }

    [Fact]
    public void A_refusal_is_tried_again_and_at_last_believed()
    {
        Take("web1 login: ");
        for (var attempt = 1; attempt < 8; attempt++)
        {
            Assert.Equal("geheim\r", Take("Password: "));
            Assert.Null(Take("\r\nLogin incorrect\r\n"));
            Assert.Equal("me\r", Take("web1 login: "));
        }
        Take("Password: ");
        Assert.Null(Take("\r\nLogin incorrect\r\nweb1 login: "));
        Assert.Equal(LoginPhase.Refused, _dialogue.Phase);
    }

    [Fact]
    public void A_refusal_and_the_next_prompt_may_come_together()
    {
        Take("web1 login: ");
        Take("Password: ");
        Assert.Equal("me\r", Take("\r\nLogin incorrect\r\n\r\nweb1 login: "));
    }

    [Fact]
    public void Silence_is_broken_everywhere_but_in_the_place_of_a_password()
    {
        Assert.Equal("\r", _dialogue.Prod());
        Take("web1 login: ");
        Assert.Null(_dialogue.Prod());
        Take("Password: ");
        Assert.Equal("\r", _dialogue.Prod());
        Take("$ ");
        Assert.Equal("echo PANDO-$((40+2))-$(id -un)\r", _dialogue.Prod());
    }

    [Fact]
    public void A_shell_that_is_open_already_is_ours_if_its_user_is()
    {
        _dialogue.Prod();
        Assert.StartsWith("echo ", Take("\r\nme@web1:~$ "), StringComparison.Ordinal);
        Take("echo PANDO-$((40+2))-$(id -un)\r\nPANDO-42-me\r\n");
        Assert.Equal((LoginPhase.LoggedIn, true), (_dialogue.Phase, _dialogue.WasLoggedIn));
    }

    [Fact]
    public void Somebody_elses_shell_is_left_for_a_login_of_our_own()
    {
        _dialogue.Prod();
        Take("root@web1:~# ");
        Assert.Equal("exit\r", Take("PANDO-42-root\r\nroot@web1:~# "));
        Assert.Equal("me\r", Take("logout\r\n\r\nweb1 login: "));
        Assert.False(_dialogue.WasLoggedIn);
    }

    [Fact]
    public void A_boot_line_that_ends_like_a_prompt_is_none()
    {
        Assert.Null(Take("[    0.1] Command line: $ "));
        Assert.Equal(LoginPhase.Prompt, _dialogue.Phase);
    }
}
