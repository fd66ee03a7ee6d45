using System.Collections.Concurrent;
using System.Globalization;

namespace RdsBackup.Sandbox;

/// <summary>The group robots of WeCom, and what they were told.</summary>
public sealed class WeComStore
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MediaLife = TimeSpan.FromDays(3);
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, WeComRobotState> _robots = new(StringComparer.Ordinal);

    internal WeComStore(TimeProvider time)
    {
        _time = time;
        Add(Key);
    }

    /// <summary>Messages that a robot takes within a minute.</summary>
    public const int MessagesPerMinute = 20;

    /// <summary>The key of the robot that is always there.</summary>
    public string Key => "5a4db0c1-5a4d-4b0c-a1b2-sandbox00001";

    /// <summary>Where robots are asked.</summary>
    public Uri Endpoint { get; internal set; } = new("http://127.0.0.1:1/");

    /// <summary>The whole address of the robot that is always there, as WeCom shows it; a secret.</summary>
    public Uri Webhook => new(Endpoint, $"cgi-bin/webhook/send?key={Key}");

    /// <summary>
    /// Faults of robots; the operation is <c>send</c> or <c>upload_media</c>. The code of a refusal with status 200 is the errcode; one that is no number
    /// makes an answer that is no JSON.
    /// </summary>
    public FaultRules Faults { get; } = new();

    /// <summary>The requests to robots.</summary>
    public ConcurrentQueue<SandboxRequest> Requests { get; } = new();

    /// <summary>What all robots took, in its order.</summary>
    public ConcurrentQueue<WeComReceived> Messages { get; } = new();

    /// <summary>Adds a robot.</summary>
    /// <param name="key">Its key.</param>
    public void Add(string key) => _robots[key] = new WeComRobotState();

    /// <summary>Removes a robot from its group: its key is good for nothing from now on.</summary>
    /// <param name="key">Its key.</param>
    public void Revoke(string key) => _robots.TryRemove(key, out _);

    internal WeComRobotState? Find(string? key) => key is null ? null : _robots.GetValueOrDefault(key);

    internal bool TryCount(WeComRobotState robot)
    {
        lock (robot)
        {
            DateTimeOffset now = _time.GetUtcNow();
            robot.Sent.RemoveAll(time => time <= now - Window);
            if (robot.Sent.Count >= MessagesPerMinute)
            {
                return false;
            }

            robot.Sent.Add(now);
            return true;
        }
    }

    internal string Keep(WeComRobotState robot, string name, byte[] content)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"3{Guid.NewGuid():N}");
        robot.Media[id] = new WeComMedia(name, content, _time.GetUtcNow() + MediaLife);
        return id;
    }

    internal WeComMedia? MediaOf(WeComRobotState robot, string? id) =>
        id is not null && robot.Media.TryGetValue(id, out WeComMedia? media) && media.Expires > _time.GetUtcNow() ? media : null;
}
