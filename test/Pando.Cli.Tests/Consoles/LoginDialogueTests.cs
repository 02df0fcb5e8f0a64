using System.Text;
using Pando.Cli.Consoles;

namespace Pando.Cli.Tests.Consoles;

public class LoginDialogueTests
{
    private readonly LoginDialogue _dialogue = new("me", "geheim");

    /// <summary>Shows something and then nothing for a moment; answers what is typed.</summary>
    private string? Take(string output)
    {
        Flow(output);
        return _dialogue.Answer();
    }

    /// <summary>Shows something that goes on at once.</summary>
    private void Flow(string output) => _dialogue.Take(Encoding.UTF8.GetBytes(output));

    private string? Silence(int count)
    {
        string? typed = null;
        for (var i = 0; i < count && typed is null; i++)
        {
            typed = _dialogue.Prod();
        }
        return typed;
    }

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
        Flow("PANDO-42-me\r\n");
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
    public void A_refusal_is_tried_again_and_soon_believed()
    {
        Take("web1 login: ");
        for (var attempt = 1; attempt < 3; attempt++)
        {
            Assert.Equal("geheim\r", Take("Password: "));
            Assert.Null(Take("\r\n\r\nLogin incorrect\r\n"));
            Assert.Equal("me\r", Take("web1 login: "));
        }
        Take("Password: ");
        Assert.Null(Take("\r\nLogin incorrect\r\nweb1 login: "));
        Assert.Equal(LoginPhase.Refused, _dialogue.Phase);
    }

    /// <summary>getty is there before cloud-init has made the user: each refusal is followed by more patience.</summary>
    [Fact]
    public void A_guest_that_boots_is_given_time_after_each_refusal()
    {
        Take("what was shown before we came");
        Assert.Equal("\r", Silence(1));
        Take("[\e[0;32m  OK  \e[0m] Started getty on ttyS0.\r\n");
        Assert.Equal("me\r", Take("web1 login: "));
        for (var refusal = 1; refusal < 12; refusal++)
        {
            Assert.Equal("geheim\r", Take("me\r\nPassword: "));
            Assert.Null(Take("\r\nLogin incorrect\r\nweb1 login: "));
            Assert.Null(Take("[   40.1] cloud-init[300]: making users\r\nweb1 login: "));
            var pause = Math.Min(refusal, 4);
            Assert.Null(Silence(pause - 1));
            Assert.Equal("me\r", Silence(1));
        }
        Take("me\r\nPassword: ");
        Take("\r\nLogin incorrect\r\nweb1 login: ");
        Assert.Equal(LoginPhase.Refused, _dialogue.Phase);
    }

    /// <summary>What the hub kept is shown first: a guest that booted yesterday isn't booting.</summary>
    [Fact]
    public void A_boot_that_is_only_shown_again_gives_no_time()
    {
        Flow("[  OK  ] Started getty on ttyS0.\r\n");
        Assert.Equal("me\r", Take("cloud-init[300]: finished\r\n\r\nweb1 login: "));
        Take("Password: ");
        Assert.Equal("me\r", Take("\r\nLogin incorrect\r\nweb1 login: "));
    }

    [Fact]
    public void A_refusal_and_the_next_prompt_may_come_together()
    {
        Take("web1 login: ");
        Take("Password: ");
        Assert.Equal("me\r", Take("\r\nLogin incorrect\r\n\r\nweb1 login: "));
    }

    [Fact]
    public void Silence_is_broken_and_where_a_password_belongs_only_after_long()
    {
        Assert.Equal("\r", _dialogue.Prod());
        Take("web1 login: ");
        Assert.Null(Silence(2));
        Assert.Equal("\r", Silence(1));
        Take("Password: ");
        Assert.Equal("\r", _dialogue.Prod());
        Take("$ ");
        Assert.Equal("echo PANDO-$((40+2))-$(id -un)\r", _dialogue.Prod());
    }

    [Fact]
    public void A_prompt_that_something_follows_is_not_answered_yet()
    {
        Flow("web1 login: ");
        Assert.Null(Take("[   12.3] random: crng init done\r\n"));
        Assert.Equal("\r", Silence(1));
        Assert.Equal("me\r", Take("\r\nweb1 login: "));
    }

    [Fact]
    public void A_name_that_a_starting_getty_threw_away_is_typed_again()
    {
        Assert.Equal("me\r", Take("web1 login: "));
        Assert.Equal("me\r", Take("me\r\n\r\nDebian GNU/Linux 12 web1 ttyS0\r\n\r\nweb1 login: "));
        Assert.Equal("geheim\r", Take("me\r\nPassword: "));
    }

    [Fact]
    public void A_name_that_was_lost_without_a_word_is_asked_for_again_in_the_end()
    {
        Take("web1 login: ");
        Assert.Equal("\r", Silence(3));
        Assert.Equal("me\r", Take("\r\nweb1 login: "));
    }

    [Fact]
    public void The_kernel_may_write_into_the_prompts()
    {
        Assert.Null(Take("web1 lo[   12.3] usb 1-1: new device\r\ngin: x\r\n"));
        Assert.Equal("me\r", Take("[   12.4] usb 1-1: done\r\nweb1 login: "));
        Assert.Null(Take("m[   13.0] IPv6: eth0: link becomes ready\r\ne\r\nPass[   13.1] more\r\nword"));
        Assert.Equal("\r", Silence(3));
        Assert.Null(Take("\r\nLogin incorrect\r\nweb1 login: "));
        Assert.Equal("me\r", Silence(1));
        Assert.Equal("geheim\r", Take("me\r\n[   14.0] systemd[1]: x\r\nPassword: "));
    }

    /// <summary>Nowhere is the password typed but after its own prompt, and there once.</summary>
    [Theory]
    [InlineData("web1 login: ")]
    [InlineData("me\r\nPassword: \r\nLogin timed out after 60 seconds.\r\n\r\nweb1 login: ")]
    [InlineData("me\r\nPassword: \r\nweb1 login: ")]
    [InlineData("me\r\n# ")]
    [InlineData("me\r\n[   12.3] set the password:\r\n")]
    public void The_password_is_typed_at_no_other_prompt(string after)
    {
        Take("web1 login: ");
        Assert.NotEqual("geheim\r", Take(after));
        Assert.NotEqual("geheim\r", Silence(4));
    }

    [Fact]
    public void A_login_that_times_out_is_begun_again()
    {
        Take("web1 login: ");
        Assert.Equal("geheim\r", Take("Password: "));
        Assert.Equal("me\r", Take("\r\nLogin timed out after 60 seconds.\r\n\r\nDebian GNU/Linux 12 web1 ttyS0\r\n\r\nweb1 login: "));
        Assert.Equal("geheim\r", Take("Password: "));
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
