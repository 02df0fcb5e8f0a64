namespace Pando.Linux.Tests;

/// <summary>Does something with the file rights of an ordinary user: file system identity of one thread (setfsuid(2)). Only root can.</summary>
internal static class AnotherUser
{
    private const long Setfsuid = 122;
    private const long Nobody = 65534;

    public static void Do(Action act)
    {
        var thread = new Thread(() =>
        {
            _ = Libc.syscall(Setfsuid, Nobody, 0, 0, 0);
            act();
        });
        thread.Start();
        thread.Join();
    }
}
